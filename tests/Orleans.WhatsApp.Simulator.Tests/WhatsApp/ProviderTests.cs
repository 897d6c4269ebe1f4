namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class ProviderTests
{
    [Fact]
    public async Task Accounts_of_three_providers_live_side_by_side_and_none_sees_the_others()
    {
        await using var stage = await Stage.Set();
        var meta = stage.World.AddAccount("+15550001111", provider: WhatsAppProvider.Meta);
        var wappi = stage.World.AddAccount("+79000000099", provider: WhatsAppProvider.Wappi);
        stage.World.Meta.Subscribe(stage.Receiver.UrlOf("meta"));
        stage.World.Wappi.SetWebhook(wappi, stage.Receiver.UrlOf("wappi"));
        var ayse = stage.World.Contact("+905551234567", "Ayşe");

        foreach (var account in new[] { stage.Account, meta, wappi })
        {
            ayse.Write("hi", account);
            stage.World.Phone(account).Write(ayse, $"from {account.Provider}");
        }

        var received = await ayse.WaitForReceived(3);
        await stage.World.WaitUntilIdle();

        Assert.Equal(["from Unipile", "from Meta", "from Wappi"], received.Select(message => message.Text));
        Assert.Equal(2, stage.Receiver.Messages.Count);
        Assert.Equal(2, stage.Receiver.All.Count(told => told.Body.ContainsKey("entry")));
        Assert.Equal(2, stage.Receiver.All.Count(told => told.Body.ContainsKey("messages")));
        var (_, accounts) = await stage.Get("/api/v1/accounts");
        var (_, chats) = await stage.Get("/api/v1/chats");
        Assert.Equal(stage.Account.Id, (string?)Assert.Single(accounts["items"]!.AsArray())!["id"]);
        Assert.Equal(stage.Account.Id, (string?)Assert.Single(chats["items"]!.AsArray())!["account_id"]);
        Assert.Equal(404, (await stage.Get($"/api/v1/accounts/{meta.Id}")).Status);
    }
}
