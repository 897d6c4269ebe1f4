namespace Orleans.WhatsApp.EndToEnd;

/// <summary>One file, one process: a silo that runs holds it.</summary>
public sealed class The_import_into_the_embedded_database : IDisposable
{
    private readonly string _export = Directory.CreateTempSubdirectory("orleans-whatsapp-export-").FullName;
    private readonly string _data = Directory.CreateTempSubdirectory("orleans-whatsapp-").FullName;

    public void Dispose()
    {
        Directory.Delete(_export, recursive: true);
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_running_silo_is_in_the_way_and_a_stopped_one_is_not()
    {
        var settings = new Dictionary<string, string> { ["Storage__Path"] = _data };
        await File.WriteAllTextAsync(Path.Combine(_export, "tenants.jsonl"), """{"_id":{"$oid":"650000000000000000000001"},"name":"Acme","enabled_features":["whatsapp_agent"]}""");
        await using var business = await Business.Open(settings: settings, linked: false);

        var (code, table, error) = await The_import.Import(settings, _export);
        Assert.Equal((1, ""), (code, table));
        Assert.Contains("Stop the silo, import, and start it again.", error, StringComparison.Ordinal);

        await business.Silo.Stop();
        Assert.Equal(0, (await The_import.Import(settings, _export)).Code);
        await business.Silo.StartAgain();
        await business.SignIn();
        Assert.Contains((await business.Get("/api/platform/tenants")).GetProperty("items").EnumerateArray(), tenant => tenant.GetProperty("name").GetString() == "Acme");
    }
}
