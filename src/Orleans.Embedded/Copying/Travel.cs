using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>Which types may travel between grains, and how.</summary>
internal static class Travel
{
    private static readonly HashSet<Type> Simple =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly),
        typeof(TimeOnly), typeof(Uri), typeof(Version), typeof(Int128), typeof(UInt128), typeof(Half), typeof(CancellationToken), typeof(Nothing),
    ];

    private static readonly ConcurrentDictionary<Type, bool> Immutables = new();

    /// <summary>Nothing that can change can hide in it, or it says so itself.</summary>
    public static bool AsItIs(Type type) =>
        type.IsPrimitive || type.IsEnum || Simple.Contains(type)
        || (Nullable.GetUnderlyingType(type) is { } inner && AsItIs(inner))
        || (type.IsSealed && SaysImmutable(type));

    public static bool SaysImmutable(Type type) =>
        Immutables.GetOrAdd(type, static type => type.IsDefined(typeof(ImmutableAttribute), inherit: false));

    public static bool IsTuple(Type type) => typeof(ITuple).IsAssignableFrom(type)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));

    /// <summary>A type of the program's own, rather than of the framework.</summary>
    public static bool IsOwn(Type type) =>
        !type.IsPrimitive && !type.IsEnum && !type.IsArray && !type.IsPointer
        && type.Namespace?.Split('.')[0] is not ("System" or "Microsoft");

    /// <summary>
    /// The fields that make up a value. What Orleans would leave behind, because it has no number, is refused here:
    /// a value must not lose half of itself only when it crosses to another machine.
    /// </summary>
    public static List<FieldInfo> Parts(Type type)
    {
        var parts = new List<FieldInfo>();
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            if (!IsTuple(level) && !level.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
                throw new NotSupportedException($"{level} cannot travel between grains: it has no [GenerateSerializer].");
            var fields = level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(field => !field.IsDefined(typeof(NonSerializedAttribute))).ToList();
            if (!IsTuple(level)) fields.ForEach(field => RequireNumber(level, field));
            parts.AddRange(fields);
        }

        return parts;
    }

    private static void RequireNumber(Type type, FieldInfo field)
    {
        if (field.IsDefined(typeof(IdAttribute))) return;
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : null;
        var property = name is null ? null : type.GetProperty(name, Own);
        if (property?.IsDefined(typeof(IdAttribute)) == true) return;
        // A record's own parameters are numbered by their place, as Orleans does it.
        if (property is not null && IsRecord(type) && type.GetConstructors(Own).SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => parameter.Name == name && parameter.ParameterType == property.PropertyType)) return;
        throw new NotSupportedException(
            $"{type} cannot travel between grains: {name ?? field.Name} has no [Id], so Orleans would leave it behind.");
    }

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null);
}
