namespace Orleans.WhatsApp.Faults;

public sealed class PostgreSQL_restarts
{
    /// <summary>An immediate stop, in the middle of webhooks, decisions, claims and sends.</summary>
    [Fact]
    public async Task What_was_answered_200_is_there_once_and_each_contact_gets_one_answer()
    {
        const int Many = 300;
        await using var silo = await PostgresFaults.Open();
        var (world, crowd) = (silo.Business.World, silo.Crowd);
        var writing = crowd.Write(Many, TimeSpan.FromMilliseconds(20));
        await Fact.Comes("answers while others write", () => crowd.Answered > 10, () => $"{crowd.Answered} of {crowd.Writers.Count}");
        Assert.True(crowd.Writers.Count < Many);
        silo.Server.Crash();
        await Fact.Comes("webhooks that could not be kept", () => world.Webhooks.Deliveries.Any(delivery => delivery.Answers.Any(status => status == 503)));
        // As a load balancer asks: without a token, which nobody could judge now.
        using var http = new HttpClient { BaseAddress = silo.Business.Silo.Url };
        await Fact.Comes("the silo to say that it is not ready", async () =>
        {
            using var answer = await http.GetAsync("/health/ready");
            return (int)answer.StatusCode == 503 ? "" : $"{answer.StatusCode}";
        });
        await Fact.Comes("people to be told to try again", async () =>
        {
            using var answer = await silo.Business.Http.GetAsync("/api/whatsapp/chats");
            return (int)answer.StatusCode == 503 ? "" : $"{answer.StatusCode}";
        });
        silo.Server.StartAgain();
        await writing;

        await Fact.Comes("an answer for each", () => crowd.Answered == Many, () => $"{crowd.Answered} of {Many}");
        await silo.Judge.Settle();
        await silo.Judge.EachEventIsThereOnce();
        // A turn whose text was handed over when its answer could not be stored is looked into, and asked again if nothing is found.
        await silo.Judge.EachHasOneAnswer(crowd.Writers, mostAsked: 2);
    }
}
