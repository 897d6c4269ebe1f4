using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary><c>kill -9</c> anywhere in the story, and a restart: it ends the same way, and the contact gets one answer.</summary>
public sealed class Kill_and_restart
{
    private const string Phone = "+905551112233";

    [Fact]
    public async Task A_deadline_that_passed_while_the_process_was_down_fires_after_the_start()
    {
        await using var business = await Business.Open(graceSeconds: 2);
        var contact = business.World.Contact(Phone, "Ayşe");
        contact.Write("Hello");
        await business.Eventually("a stored message", async () => (await business.Chat()).GetProperty("message_count").GetInt32() == 1);
        await business.Silo.Kill();
        await Task.Delay(TimeSpan.FromSeconds(3));
        await business.Silo.StartAgain();
        await EndsWithOneAnswer(business, contact, "Hello");
    }

    [Fact]
    public async Task What_was_under_way_when_the_process_died_is_on_record_and_nobody_says_that_it_was_done()
    {
        await using var business = await Business.Open();
        business.World.Unipile.Faults.Next(1, new ProviderFault.Slow(TimeSpan.FromSeconds(20)), ProviderOperation.Accounts);
        var disconnecting = business.Http.PostAsync("/api/whatsapp/disconnect", null);
        await business.Eventually("the entry of what is under way", async () => await Outcome() == "begun");
        await business.Silo.Kill();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => disconnecting);
        await business.Silo.StartAgain();

        Assert.Equal("begun", await Outcome());

        async Task<string?> Outcome() =>
            (await business.Get("/api/audit?action=connection.disconnect")).GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("outcome").GetString()).SingleOrDefault();
    }

    [Fact]
    public async Task People_who_answered_while_the_process_was_down_are_not_talked_over()
    {
        await using var business = await Business.Open(graceSeconds: 2);
        var contact = business.World.Contact(Phone, "Ayşe");
        contact.Write("Hello");
        await business.Eventually("a stored message", async () => (await business.Chat()).GetProperty("message_count").GetInt32() == 1);
        await business.Silo.Kill();
        // The webhook of this is lost; only the provider's history tells of it.
        business.World.Webhooks.GoDown();
        business.World.Phone(business.Account).Write(contact, "Good morning, how can we help?");
        await Task.Delay(TimeSpan.FromSeconds(8));
        await business.Silo.StartAgain();

        var chat = await business.ChatId();
        await business.Eventually("the session to be resolved by the person", async () => (await business.Of(chat, "sessions"))[0].GetProperty("resolved_by").GetString() == "human");
        Assert.Empty(business.World.Conversations);
        Assert.Single(contact.Received);
    }

    [Fact]
    public async Task A_turn_whose_agent_was_cut_off_is_asked_again_and_answered_once()
    {
        await using var business = await Business.Open(graceSeconds: 1);
        var answers = new TaskCompletionSource();
        business.World.Agent("agent_reception").Brain = turn => new AgentReplyScript([]).Until(answers.Task).Say($"Hello to \"{turn.Text}\"");
        var contact = business.World.Contact(Phone, "Ayşe");
        contact.Write("Hello");
        await business.Eventually("the agent to be asked", () => Task.FromResult(business.World.Conversations.Any(conversation => conversation.UserMessages.Count > 0)));
        await business.Silo.Kill();
        answers.SetResult();
        await business.Silo.StartAgain();
        await EndsWithOneAnswer(business, contact, "Hello");
    }

    [Fact]
    public async Task An_answer_that_was_in_the_provider_s_hands_is_not_sent_again()
    {
        await using var business = await Business.Open(graceSeconds: 1);
        // The message is through, and the call hangs until the process is killed in the middle of it.
        business.World.Unipile.Faults.Next(1, new ProviderFault.Slow(TimeSpan.FromSeconds(5), AfterAccepting: true));
        business.World.Unipile.Echo = EchoTiming.Never;
        var contact = business.World.Contact(Phone, "Ayşe");
        contact.Write("Hello");
        await business.Eventually("the answer on the phone", () => Task.FromResult(contact.Received.Count == 1));
        await business.Silo.Kill();
        await business.Silo.StartAgain();
        await EndsWithOneAnswer(business, contact, "Hello");
    }

    [Fact]
    public async Task An_answer_whose_call_never_reached_the_provider_is_sent_once()
    {
        await using var business = await Business.Open(graceSeconds: 1, settings: new Dictionary<string, string> { ["Chat__SendTimeout"] = "00:00:03" });
        business.World.Unipile.Faults.Next(1, new ProviderFault.Slow(TimeSpan.FromSeconds(4)));
        business.World.Unipile.Faults.Next(1, new ProviderFault.DropBeforeAccepting());
        var contact = business.World.Contact(Phone, "Ayşe");
        contact.Write("Hello");
        var chat = "";
        await business.Eventually("the answer to be decided", async () =>
        {
            chat = await business.ChatId();
            return (await business.Of(chat, "timeline")).Any(line => line.GetProperty("cause").GetString() == "AgentReplied");
        });
        await business.Silo.Kill();
        await business.Silo.StartAgain();
        await EndsWithOneAnswer(business, contact, "Hello");
    }

    /// <summary>Killed at moments spread over the whole story, by a fixed seed.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Killed_at_any_moment_the_story_ends_the_same_way(int seed)
    {
        var random = new Random(seed);
        await using var business = await Business.Open(graceSeconds: 1);
        foreach (var round in Enumerable.Range(1, 6))
        {
            var contact = business.World.Contact($"+90555000{seed:00}{round:00}", "Ayşe");
            contact.Write($"Hello {round}");
            var kill = TimeSpan.FromMilliseconds(random.Next(0, 1_800));
            await Task.Delay(kill);
            await business.Silo.Kill();
            await business.Silo.StartAgain();
            await business.Eventually($"one answer in round {round} of seed {seed}, killed after {kill.TotalMilliseconds} ms", () => Task.FromResult(contact.Received.Count > 0));
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        await business.World.WaitUntilIdle();
        Assert.All(business.World.Contacts, contact => Assert.Single(contact.Received));
    }

    private static async Task EndsWithOneAnswer(Business business, SimulatedContact contact, string asked)
    {
        await business.Eventually("the stored answer", async () =>
            (await business.Of(await business.ChatId(), "messages")).Any(message => message.GetProperty("sender").GetString() == "ai" && message.GetProperty("delivery_status").GetString() == "accepted"));
        // A second answer would come now if it came at all.
        await Task.Delay(TimeSpan.FromSeconds(2));
        await business.World.WaitUntilIdle();
        Assert.Single(contact.Received);
        Assert.All(business.World.Conversations.SelectMany(conversation => conversation.UserMessages), text => Assert.Equal(asked, text));
        Assert.Single(await business.Of(await business.ChatId(), "sessions"));
    }
}
