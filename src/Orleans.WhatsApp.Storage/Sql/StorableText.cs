using System.Buffers;

namespace Orleans.WhatsApp.Storage.Sql;

/// <summary>Text as both databases take it. PostgreSQL refuses NUL, and half a surrogate pair is no UTF-8; both become U+FFFD, so that one odd message cannot stop its chat.</summary>
internal static class StorableText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create(['\0', .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    public static string? Of(string? text) => text is not null && text.AsSpan().ContainsAny(Suspects) ? Mended(text) : text;

    private static string Mended(string text) => string.Create(text.Length, text, static (mended, text) =>
    {
        for (var i = 0; i < mended.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                mended[i] = text[i];
                mended[++i] = text[i];
            }
            else mended[i] = text[i] == '\0' || char.IsSurrogate(text[i]) ? '\uFFFD' : text[i];
        }
    });
}
