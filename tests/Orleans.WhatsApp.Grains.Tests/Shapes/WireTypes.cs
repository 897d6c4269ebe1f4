using System.Reflection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Grains.Shapes;

/// <summary>What crosses between silos: the grain interfaces, and every type of ours that their methods take or give.</summary>
internal static class WireTypes
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] All = [.. typeof(IChatGrain).Assembly.GetTypes(), .. typeof(Chat).Assembly.GetTypes()];

    public static IReadOnlyList<Type> Interfaces { get; } = [.. InOrder(All.Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type)))];

    public static IReadOnlyList<Type> GrainClasses { get; } = [.. InOrder(All.Where(type => type is { IsAbstract: false } && typeof(Grain).IsAssignableFrom(type)))];

    /// <summary>What the methods reach, and what is marked as travelling though none reaches it.</summary>
    public static IReadOnlyList<Type> Travelling { get; } = [.. InOrder(Reached())];

    public static IEnumerable<MethodInfo> Methods(Type grainInterface) => grainInterface.GetMethods(Own);

    public static string? Alias(MemberInfo named) => named.GetCustomAttributes<AliasAttribute>(inherit: false).FirstOrDefault()?.Alias;

    public static bool IsOurs(Type type) => type.Namespace?.StartsWith("Orleans.WhatsApp", StringComparison.Ordinal) == true;

    /// <summary>What of a value has to be written down, without what its base class holds: each level counts its numbers for itself.</summary>
    public static IEnumerable<WireMember> Members(Type type) =>
        type.IsEnum ? [] : type.GetFields(Own).Select(field => PropertyOf(field) is { } property
            ? new WireMember(property.Name, field, property.GetCustomAttribute<IdAttribute>()?.Id)
            : new WireMember(field.Name, field, field.GetCustomAttribute<IdAttribute>()?.Id));

    /// <summary>What a method gives, without the task around it.</summary>
    public static Type? Result(MethodInfo method) => method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : null;

    private static PropertyInfo? PropertyOf(FieldInfo field) =>
        field.Name.StartsWith('<') ? field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], Own) : null;

    private static IEnumerable<Type> InOrder(IEnumerable<Type> types) => types.OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static HashSet<Type> Reached()
    {
        var reached = new HashSet<Type>();
        foreach (var method in Interfaces.SelectMany(Methods))
        {
            foreach (var parameter in method.GetParameters()) Visit(parameter.ParameterType);
            if (Result(method) is { } result) Visit(result);
        }

        foreach (var marked in All.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))) Visit(marked);
        return reached;

        void Visit(Type type)
        {
            if (type.IsArray) Visit(type.GetElementType()!);
            foreach (var argument in type.GetGenericArguments()) Visit(argument);
            // A grain's reference travels as such, under its interface's alias.
            if (!IsOurs(type) || typeof(IGrain).IsAssignableFrom(type) || !reached.Add(type)) return;
            if (type.BaseType is { } parent) Visit(parent);
            foreach (var member in Members(type)) Visit(member.Type);
            foreach (var kind in All.Where(other => other.BaseType == type)) Visit(kind);
        }
    }
}

/// <param name="Id">Its number on the wire; without one it is left behind.</param>
internal sealed record WireMember(string Name, FieldInfo Field, uint? Id)
{
    public Type Type => Field.FieldType;
}
