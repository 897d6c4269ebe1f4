using System.Collections.Frozen;
using System.Text.Json;

namespace Orleans.WhatsApp.Storage.Sql;

/// <summary>Enums as they are stored: <c>accepted_unnamed</c>. A word that was ever stored keeps its meaning.</summary>
internal static class Words<T> where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ToWord = Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    private static readonly FrozenDictionary<string, T> FromWord = ToWord.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Of(T value) => ToWord[value];

    public static T Parse(string word) => FromWord.TryGetValue(word, out var value) ? value : throw new FormatException($"'{word}' is no stored word of {typeof(T).Name}.");
}

internal static class Words
{
    public static string Word<T>(this T value) where T : struct, Enum => Words<T>.Of(value);

    public static string? Word<T>(this T? value) where T : struct, Enum => value is { } word ? Words<T>.Of(word) : null;
}
