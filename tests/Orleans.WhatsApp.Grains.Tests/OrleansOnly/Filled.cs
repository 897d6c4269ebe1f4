using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Shapes;

/// <summary>
/// A value of a travelling type in which nothing is empty, the same in every run: each part follows from the name of its type and its own, so that a member
/// that comes later changes no other one.
/// </summary>
internal static class Filled
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Of an enum every word, since each is a shape of its own.</summary>
    public static object Of(Type type) => type.IsEnum ? Enum.GetValues(type) : Value(type, WireTypes.Alias(type)!);

    private static object Value(Type type, string name)
    {
        var id = NameBasedId.Make(Guid.Empty, name);
        var number = BinaryPrimitives.ReadUInt16BigEndian(id.ToByteArray()) + 1;
        return type switch
        {
            _ when Nullable.GetUnderlyingType(type) is { } inner => Value(inner, name),
            _ when type == typeof(string) => $"{name} \u2713",
            _ when type == typeof(Guid) => id,
            _ when type == typeof(bool) => true,
            _ when type == typeof(DateTimeOffset) => Noon.AddSeconds(number),
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(number),
            { IsEnum: true } => Enum.GetValues(type).Cast<object>().Last(),
            { IsPrimitive: true } => Convert.ChangeType(number, type, System.Globalization.CultureInfo.InvariantCulture),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => Call(nameof(List), type.GetGenericArguments()[0], name),
            _ when WireTypes.IsOurs(type) => Whole(type),
            _ => throw new NotSupportedException($"{name} is a {type}: say here how it is filled, so that it gets a sample."),
        };
    }

    private static object Whole(Type type)
    {
        var kind = type.IsAbstract ? WireTypes.Travelling.First(other => !other.IsAbstract && other.IsSubclassOf(type)) : type;
        var value = RuntimeHelpers.GetUninitializedObject(kind);
        for (var level = kind; level is not null && WireTypes.IsOurs(level); level = level.BaseType)
            foreach (var member in WireTypes.Members(level)) member.Field.SetValue(value, Value(member.Type, $"{WireTypes.Alias(level)}.{member.Name}"));
        return value;
    }

    /// <summary>As the grains make their lists: a collection expression behind the interface.</summary>
    private static IReadOnlyList<T> List<T>(string name) => [.. new[] { $"{name}[0]", $"{name}[1]" }.Select(item => (T)Value(typeof(T), item))];

    private static object Call(string method, Type argument, string name) =>
        typeof(Filled).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(argument).Invoke(null, [name])!;
}
