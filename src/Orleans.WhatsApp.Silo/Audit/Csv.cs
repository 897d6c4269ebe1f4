using System.Text;

namespace Orleans.WhatsApp.Silo.Audit;

/// <summary>Comma-separated values as of RFC 4180, safe to be opened by a spreadsheet.</summary>
internal static class Csv
{
    private const string BeginsAFormula = "=+-@\t\r";
    // Some spreadsheets part cells at a semicolon.
    private static readonly char[] MustBeQuoted = [',', ';', '"', '\r', '\n'];

    /// <summary>One record with its line end.</summary>
    public static string Line(params IEnumerable<string?> cells) => new StringBuilder().AppendJoin(',', cells.Select(Cell)).Append("\r\n").ToString();

    /// <summary>A cell that begins like a formula gets an apostrophe in front, or a spreadsheet would run what somebody wrote as his name.</summary>
    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (BeginsAFormula.Contains(text[0], StringComparison.Ordinal)) text = "'" + text;
        return text.IndexOfAny(MustBeQuoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
