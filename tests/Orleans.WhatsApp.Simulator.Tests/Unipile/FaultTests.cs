namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task A_counted_refusal_ends_by_itself()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        stage.World.Unipile.Faults.Next(2, new ProviderFault.Refuse(429, "too_many_requests"));

        var first = await stage.Send(ayse, "one");
        var second = await stage.Send(ayse, "two");
        var third = await stage.Send(ayse, "three");

        Assert.Equal((429, "errors/too_many_requests"), (first.Status, (string?)first.Body["type"]));
        Assert.Equal((429, 201), (second.Status, third.Status));
        Assert.Equal(["three"], ayse.Received.Select(message => message.Text));
    }

    [Fact]
    public async Task A_permanent_fault_meets_only_the_calls_it_is_meant_for_until_cleared()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        var veli = stage.World.Contact("+905557654321");
        var blocked = ayse.Chat(stage.Account).Id;
        stage.World.Unipile.Faults.Always(new ProviderFault.Refuse(422, "blocked_recipient"), when: call => call.ChatId == blocked);

        Assert.Equal(422, (await stage.Send(ayse, "one")).Status);
        Assert.Equal(201, (await stage.Send(veli, "one")).Status);
        stage.World.Unipile.Faults.Clear();
        Assert.Equal(201, (await stage.Send(ayse, "two")).Status);
    }

    [Fact]
    public async Task A_connection_dropped_after_accepting_leaves_the_message_and_its_echo()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        stage.World.Unipile.Faults.Next(1, new ProviderFault.DropAfterAccepting());

        await Assert.ThrowsAsync<HttpRequestException>(() => stage.Send(ayse, "hi"));
        var echo = Assert.Single(await stage.Told(1));

        Assert.Equal(Assert.Single(ayse.Received).MessageId, (string?)echo.Body["message_id"]);
    }

    [Fact]
    public async Task A_connection_dropped_before_accepting_leaves_nothing()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        stage.World.Unipile.Faults.Next(1, new ProviderFault.DropBeforeAccepting());

        await Assert.ThrowsAsync<HttpRequestException>(() => stage.Send(ayse, "hi"));
        await stage.World.WaitUntilIdle();

        Assert.Empty(ayse.Received);
        Assert.Empty(stage.Receiver.Messages);
    }

    [Fact]
    public async Task An_error_after_accepting_is_an_error_for_the_caller_and_a_message_for_the_contact()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        stage.World.Unipile.Faults.Next(1, new ProviderFault.RefuseAfterAccepting(504, "request_timeout"));

        var (status, body) = await stage.Send(ayse, "hi");

        Assert.Equal((504, "errors/request_timeout"), (status, (string?)body["type"]));
        Assert.Single(ayse.Received);
        Assert.Single(await stage.Told(1));
    }

    [Fact]
    public async Task A_message_can_be_accepted_without_an_id()
    {
        await using var stage = await Stage.Set();
        stage.World.Unipile.Faults.Next(1, new ProviderFault.AcceptWithoutMessageId());

        var (status, body) = await stage.Send(stage.World.Contact("+905551234567"), "hi");

        Assert.Equal(201, status);
        Assert.True(body.ContainsKey("message_id"));
        Assert.Null(body["message_id"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_provider_has_or_has_not_accepted_before_it_waits(bool afterAccepting)
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        stage.World.Unipile.Faults.Next(1, new ProviderFault.Slow(TimeSpan.FromHours(1), afterAccepting));
        using var givingUp = new CancellationTokenSource();

        using var form = new MultipartFormDataContent { { new StringContent("hi"), "text" } };
        var send = stage.Http.PostAsync(new Uri($"/api/v1/chats/{ayse.Chat(stage.Account).Id}/messages", UriKind.Relative), form, givingUp.Token);
        if (afterAccepting) await stage.Told(1); // the echo does not wait for the answer
        await givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);

        Assert.Equal(afterAccepting ? 1 : 0, ayse.Received.Count);
    }

    [Fact]
    public async Task Reading_back_and_account_calls_have_faults_of_their_own()
    {
        await using var stage = await Stage.Set();
        stage.World.Unipile.Faults.Next(1, new ProviderFault.Refuse(503, "no_client_session"), ProviderOperation.Read);
        stage.World.Unipile.Faults.Next(1, new ProviderFault.Refuse(500, "provider_error"), ProviderOperation.Accounts);

        Assert.Equal(503, (await stage.Get("/api/v1/chats")).Status);
        Assert.Equal(500, (await stage.Get("/api/v1/accounts")).Status);
        Assert.Equal(200, (await stage.Get("/api/v1/chats")).Status);
        Assert.Equal(200, (await stage.Get("/api/v1/accounts")).Status);
    }
}
