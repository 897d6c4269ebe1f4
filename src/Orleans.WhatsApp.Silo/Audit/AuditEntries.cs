using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Silo.Requests;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Silo.Audit;

/// <summary>What a call of an audited route says about itself before it is done.</summary>
internal static class AuditEntries
{
    private const string Tenant = "tenantId";
    private const string Phone = "phone";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        // It is stored, and written as text into a file; what is answered over HTTP is encoded anew.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static AuditEntry Of(HttpContext call, IEnumerable<object?> arguments, DateTimeOffset now)
    {
        var endpoint = (RouteEndpoint)call.GetEndpoint()!;
        var body = arguments.OfType<ISaysWhatIsAudited>().FirstOrDefault();
        // A platform admin acts from above the tenants by the platform's routes; by the others, as a user of his own tenant.
        var isByPlatform = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(needed => needed.Policy == Roles.Platform);
        var ids = Ids(endpoint, call.Request.RouteValues);
        // chats/{chatId}/messages/{messageId} is about the chat.
        var subject = ids.Find(id => id.Name != Tenant) ?? ids.FirstOrDefault();
        return new AuditEntry(Guid.NewGuid(), body?.Action ?? endpoint.Metadata.GetRequiredMetadata<Audited>().Action, call.User.UserId(), now)
        {
            Tenant = !isByPlatform ? call.User.TenantId() : ids.Find(id => id.Name == Tenant) is { } tenant ? new TenantId(tenant.Value) : null,
            IsByPlatform = isByPlatform,
            SubjectKind = subject?.Kind ?? "",
            SubjectId = subject?.Value,
            Detail = Detail(call.Request.RouteValues, ids.Where(id => id != subject && id.Name != Tenant), body),
            Address = AddressOf(call),
        };
    }

    /// <summary>The caller's network address, as the server knows it.</summary>
    public static string AddressOf(HttpContext call) => RequestLimits.Plain(call.Connection.RemoteIpAddress)?.ToString() ?? "";

    private static List<RouteId> Ids(RouteEndpoint endpoint, RouteValueDictionary values) =>
    [
        .. from parameter in endpoint.RoutePattern.Parameters
           where parameter.Name.EndsWith("Id", StringComparison.Ordinal) && Guid.TryParse(values[parameter.Name]?.ToString(), out _)
           select new RouteId(parameter.Name, Guid.Parse(values[parameter.Name]!.ToString()!)),
    ];

    private static string Detail(RouteValueDictionary values, IEnumerable<RouteId> otherIds, ISaysWhatIsAudited? body)
    {
        var detail = body is null ? [] : JsonSerializer.SerializeToNode(body.Detail, Json)!.AsObject();
        foreach (var id in otherIds) detail[JsonNamingPolicy.SnakeCaseLower.ConvertName(id.Name)] = id.Value;
        if (values[Phone] is string phone) detail[Phone] = MaskedPhone.Of(phone);
        return detail.ToJsonString(Json);
    }

    /// <param name="Name">As the route has it: <c>chatId</c>.</param>
    private sealed record RouteId(string Name, Guid Value)
    {
        public string Kind => Name[..^"Id".Length];
    }
}
