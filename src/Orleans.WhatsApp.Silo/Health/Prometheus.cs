using System.Buffers;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Orleans.WhatsApp.Silo.Health;

/// <summary>The Prometheus text format, version 0.0.4.</summary>
internal static class Prometheus
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>An instrument's name with its unit and, for counters, its ending.</summary>
    public static string NameOf(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        var name = Name(instrument.Name);
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return IsCounter(instrument) && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    public static bool IsCounter(Instrument instrument) => instrument.GetType().Name is var type
        && (type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal));

    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var sorted = tags.ToArray();
        Array.Sort(sorted, static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        return string.Join(',',
            sorted.Select(tag => $"{Name(tag.Key)}=\"{Escape(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "")}\""));
    }

    public static string Write(IEnumerable<KeyValuePair<string, Series>> series,
        IEnumerable<(string Name, string Help, double Value)> gauges)
    {
        var text = new StringBuilder();
        foreach (var (name, one) in series) Write(text, name, one);
        foreach (var (name, help, value) in gauges)
        {
            Head(text, name, help, SeriesKind.Gauge);
            Line(text, name, "", value);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, Series series)
    {
        Head(text, name, series.Description, series.Kind);
        foreach (var (labels, value) in series.Values())
        {
            if (series.Kind != SeriesKind.Histogram)
            {
                Line(text, name, labels, value.Sum);
                continue;
            }

            for (var i = 0; i < series.Bounds.Count; i++)
                Line(text, name + "_bucket", With(labels, $"le=\"{Number(series.Bounds[i])}\""), value.Buckets[i]);
            Line(text, name + "_bucket", With(labels, "le=\"+Inf\""), value.Count);
            Line(text, name + "_sum", labels, value.Sum);
            Line(text, name + "_count", labels, value.Count);
        }
    }

    private static void Head(StringBuilder text, string name, string help, SeriesKind kind)
    {
        if (help.Length > 0) text.Append("# HELP ").Append(name).Append(' ').Append(EscapeHelp(help)).Append('\n');
        var type = kind switch { SeriesKind.Counter => "counter", SeriesKind.Gauge => "gauge", _ => "histogram" };
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string With(string labels, string more) => labels.Length == 0 ? more : $"{labels},{more}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Name(string name) => name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0
        ? name
        : string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));

    private static string Escape(string value) => EscapeHelp(value).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string EscapeHelp(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
