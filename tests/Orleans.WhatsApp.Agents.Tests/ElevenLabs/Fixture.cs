namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

internal static class Fixture
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "ElevenLabs", "TestData");

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public static IEnumerable<string> Names(params string[] patterns) =>
        patterns.SelectMany(p => Directory.EnumerateFiles(Folder, p)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);
}
