using System.Text.Json;

namespace Orleans.WhatsApp.Media.Tests;

/// <summary>Bodies of the providers, see TestData/SOURCES.md.</summary>
internal static class Fixture
{
    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", name + ".json"));

    public static JsonElement Json(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
