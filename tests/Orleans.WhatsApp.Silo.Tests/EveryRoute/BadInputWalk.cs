using System.Text.RegularExpressions;

namespace Orleans.WhatsApp.Silo.EveryRoute;

/// <summary>Every operation of the description, asked with what does not fit: a problem, never a broken server, never a word of how it is made.</summary>
public sealed partial class BadInputWalk(AccessWalk.Town town) : IClassFixture<AccessWalk.Town>
{
    [Theory, MemberData(nameof(RouteBook.Names), MemberType = typeof(RouteBook))]
    public async Task Bad_input_is_answered_with_a_problem(string id)
    {
        var operation = await Operation.Of(town.Stage, id);
        var wrong = new List<string>();
        foreach (var input in BadInput.For(operation, town.Objects))
        {
            var answer = await operation.Send(await town.Stage.As("platform@walk.example"), input.Url, input.Body, input.ContentType);
            if (Fault(answer, input, operation) is { } fault) wrong.Add($"{input.What}: {fault} {(int)answer.Status} {answer.Body}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        (await town.Stage.Get(await town.Stage.As(Stage.AdminEmail), "/api/users")).Ok();
    }

    [Fact]
    public async Task The_bodies_in_the_book_name_everything_that_can_be_said()
    {
        foreach (var operation in await Operation.All(town.Stage))
            Assert.Equal(
                (operation.Id, string.Join(' ', operation.BodyMembers.Order())),
                (operation.Id, string.Join(' ', (operation.Rule.Sample?.AsObject() ?? []).Select(member => member.Key).Order())));
    }

    [Fact]
    public async Task Headers_that_cannot_be_read_are_refused_too()
    {
        foreach (var value in (string[])["Bearer", "Bearer a.b.c", $"Bearer {new string('a', 20_000)}", "Bearer é", "Basic dTpw", "'; drop table users; --"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/auth/me");
            request.Headers.TryAddWithoutValidation("Authorization", value);
            (await Answer.Of(town.Stage.Anyone.SendAsync(request))).Problem(401, "unauthenticated");
        }
    }

    /// <summary>What is said of an address or a body before any route has it.</summary>
    private static readonly string[] OfTheServer = ["not_found", "method_not_allowed", "payload_too_large", "unsupported_media_type"];

    private static string? Fault(Answer answer, BadInput input, Operation operation)
    {
        if ((int)answer.Status >= 500) return "broke";
        if (Inside().IsMatch(answer.Body)) return "tells how it is made";
        if ((int)answer.Status < 400) return input.MustBeRefused ? "was taken" : null;
        if (answer.Message.Content.Headers.ContentType?.MediaType != "application/problem+json") return "is no problem";
        if (!answer.Json.TryGetProperty("type", out var type) || !type.GetString()!.StartsWith("urn:orleans-whatsapp:problem:", StringComparison.Ordinal)) return "has no type";
        return operation.Problems.Concat(OfTheServer).Contains(answer.Text("code")) ? null : "is not in the description";
    }

    [GeneratedRegex(@"Exception|\n\s+at |\.cs\b|System\.|Microsoft\.|Npgsql|sqlite|syntax error|stack", RegexOptions.IgnoreCase)]
    private static partial Regex Inside();
}
