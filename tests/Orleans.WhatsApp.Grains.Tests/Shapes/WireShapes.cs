using System.Globalization;
using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.WhatsApp.Grains.Shapes;

/// <summary>The shapes as text, one block for each alias, one line for each thing in it that another version must understand.</summary>
internal static class WireShapes
{
    public static IReadOnlyList<string> Lines { get; } =
    [
        .. WireTypes.GrainClasses.Select(type => $"grain class {GrainType(type)}").Order(StringComparer.Ordinal),
        .. Blocks(WireTypes.Interfaces.Select(OfInterface)),
        .. Blocks(WireTypes.Travelling.Select(type => type.IsEnum ? OfEnum(type) : OfType(type))),
    ];

    /// <summary>The name under which the class's reminders and states are stored; null where it is only derived from the class's own.</summary>
    public static string? GrainType(Type grainClass) =>
        (string?)grainClass.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType == typeof(GrainTypeAttribute))?.ConstructorArguments[0].Value;

    private static IEnumerable<string> Blocks(IEnumerable<string[]> blocks) => blocks.OrderBy(block => block[0], StringComparer.Ordinal).SelectMany(block => block);

    private static string[] OfInterface(Type type) =>
        [$"grain interface {Name(type)}", .. WireTypes.Methods(type).Select(method => $"  {OfMethod(method)}").Order(StringComparer.Ordinal)];

    // How a call is queued is decided by its caller, so that too must be the same in both versions.
    private static string OfMethod(MethodInfo method) => string.Join(
        ' ',
        [
            WireTypes.Alias(method) ?? "(no alias)",
            $"({string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"))})",
            .. WireTypes.Result(method) is { } result ? ["gives", Name(result)] : Array.Empty<string>(),
            .. method.IsDefined(typeof(OneWayAttribute)) ? ["one-way"] : Array.Empty<string>(),
            .. method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? ["interleaves"] : Array.Empty<string>(),
            .. method.IsDefined(typeof(ReadOnlyAttribute)) ? ["reads-only"] : Array.Empty<string>(),
        ]);

    private static string[] OfEnum(Type type) =>
        [$"enum {Name(type)} {Enum.GetUnderlyingType(type).Name}", .. Enum.GetValues(type).Cast<Enum>().Select(value => $"  {value:D} {value:G}")];

    private static string[] OfType(Type type) =>
    [
        $"type {Name(type)}{(type.IsValueType ? " (value)" : "")}{(type.BaseType is { } parent && WireTypes.IsOurs(parent) ? $" : {Name(parent)}" : "")}",
        .. WireTypes.Members(type).OrderBy(member => member.Id).Select(member => $"  {Number(member.Id)} {member.Name} {Name(member.Type)}"),
    ];

    private static string Number(uint? id) => id?.ToString(CultureInfo.InvariantCulture) ?? "(no id)";

    private static string Name(Type type) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } value => $"{Name(value)}?",
        { IsArray: true } => $"{Name(type.GetElementType()!)}[]",
        { IsGenericType: true } => $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        _ when WireTypes.IsOurs(type) => WireTypes.Alias(type) ?? type.FullName!,
        _ => type.Name,
    };
}
