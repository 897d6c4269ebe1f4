using System.Net;
using System.Text;

namespace Orleans.WhatsApp.Silo;

public sealed class RoleTests(Stage stage) : IClassFixture<Stage>
{
    private const string NoChat = "/api/whatsapp/chats/44444444-4444-4444-4444-444444444444";

    public static TheoryData<string, string, string> Routes => new()
    {
        { "admin", "POST", "/api/whatsapp/connect" },
        { "admin", "POST", "/api/whatsapp/disconnect" },
        { "admin", "PUT", "/api/whatsapp/config" },
        { "admin", "POST", "/api/whatsapp/register-webhook" },
        { "admin", "POST", "/api/agents" },
        { "admin", "PUT", "/api/agents/44444444-4444-4444-4444-444444444444" },
        { "admin", "DELETE", "/api/agents/44444444-4444-4444-4444-444444444444" },
        { "manager", "GET", "/api/whatsapp/blacklist" },
        { "manager", "POST", "/api/whatsapp/blacklist" },
        { "manager", "DELETE", "/api/whatsapp/blacklist/905551112233" },
        { "manager", "POST", $"{NoChat}/takeover" },
        { "manager", "POST", $"{NoChat}/release" },
        { "manager", "POST", $"{NoChat}/close" },
        { "manager", "POST", $"{NoChat}/reopen" },
        { "manager", "POST", $"{NoChat}/send" },
        { "manager", "POST", $"{NoChat}/messages/44444444-4444-4444-4444-444444444444/resolve" },
        { "member", "GET", "/api/whatsapp/connection-status" },
        { "member", "GET", "/api/whatsapp/agents" },
        { "member", "GET", "/api/whatsapp/stats" },
        { "member", "GET", "/api/whatsapp/chats" },
        { "member", "GET", NoChat },
        { "member", "GET", $"{NoChat}/messages" },
        { "member", "GET", $"{NoChat}/sessions" },
        { "member", "GET", $"{NoChat}/timeline" },
        { "member", "GET", "/api/agents" },
        { "member", "GET", "/api/agents/44444444-4444-4444-4444-444444444444" },
        { "member", "GET", "/api/auth/me" },
        { "member", "GET", "/api/events?last_event_id=none" },
        { "member", "POST", "/api/events/ticket" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_route_is_open_to_its_role_and_those_above(string lowest, string method, string route)
    {
        (await Ask(stage.Anyone, method, route)).Problem(401, "unauthenticated");
        (string Role, HttpClient Client)[] people = [("member", stage.Member), ("manager", stage.Manager), ("admin", stage.Admin)];
        var isAllowed = false;
        foreach (var (role, client) in people)
        {
            isAllowed |= role == lowest;
            var answer = await Ask(client, method, route);
            if (isAllowed) Assert.False(answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized, $"{role}: {answer.Body}");
            else answer.Problem(403, "forbidden");
        }
    }

    /// <summary>With a body that fits no route, so that nothing is done.</summary>
    private static Task<Answer> Ask(HttpClient client, string method, string route) =>
        Answer.Of(client.SendAsync(new HttpRequestMessage(new HttpMethod(method), route)
    {
        Content = method is "POST" or "PUT" ? new StringContent("[]", Encoding.UTF8, "application/json") : null,
    }));
}
