using System.Text;
using System.Text.Json;

namespace Orleans.WhatsApp.Silo.EveryRoute;

/// <summary>One operation of the served description.</summary>
internal sealed record Operation(string Id, HttpMethod Method, string Path, JsonElement Description, JsonElement Schemas)
{
    public static async Task<IReadOnlyList<Operation>> All(Stage stage)
    {
        var document = (await stage.Get(stage.Anyone, "/openapi/v1.json")).Ok();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new Operation(
                   operation.Value.GetProperty("operationId").GetString()!, new(operation.Name.ToUpperInvariant()), path.Name, operation.Value, schemas),
        ];
    }

    public static async Task<Operation> Of(Stage stage, string id) => (await All(stage)).SingleOrDefault(one => one.Id == id)
        ?? throw new InvalidOperationException($"{id} is in the book and not in the description: take it out.");

    public RouteRule Rule => RouteBook.Rules[Id];

    public IReadOnlyList<(string Name, bool IsNumber)> Parameters(string place) => !Description.TryGetProperty("parameters", out var parameters)
        ? []
        :
        [
            .. from parameter in parameters.EnumerateArray()
               where parameter.GetProperty("in").GetString() == place
               select (parameter.GetProperty("name").GetString()!, parameter.GetProperty("schema").ToString().Contains("int", StringComparison.Ordinal)),
        ];

    /// <summary>The codes of the problems that it says it answers with.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. from response in Description.GetProperty("responses").EnumerateObject()
           where response.Value.TryGetProperty("content", out _)
           from content in response.Value.GetProperty("content").EnumerateObject()
           where content.Name == "application/problem+json"
           from example in content.Value.GetProperty("examples").EnumerateObject()
           select example.Name,
    ];

    /// <summary>The names in the body, if there is one.</summary>
    public IReadOnlyList<string> BodyMembers
    {
        get
        {
            if (!Description.TryGetProperty("requestBody", out var body)) return [];
            var schema = body.GetProperty("content").GetProperty("application/json").GetProperty("schema");
            while (!schema.TryGetProperty("properties", out _))
            {
                if (schema.TryGetProperty("oneOf", out var choices)) schema = choices.EnumerateArray().First(one => one.TryGetProperty("$ref", out _));
                schema = Schemas.GetProperty(schema.GetProperty("$ref").GetString()!.Split('/')[^1]);
            }

            return [.. schema.GetProperty("properties").EnumerateObject().Select(member => member.Name)];
        }
    }

    public bool MustHaveBody => Description.TryGetProperty("requestBody", out var body) && body.TryGetProperty("required", out var required) && required.GetBoolean();

    /// <summary>The path with these values in it; what is not given is nobody's.</summary>
    public string Filled(IReadOnlyDictionary<string, string> values)
    {
        var path = Path;
        foreach (var (name, _) in Parameters("path")) path = path.Replace($"{{{name}}}", values.GetValueOrDefault(name, "44444444-4444-4444-4444-444444444444"), StringComparison.Ordinal);
        return path;
    }

    public Task<Answer> Ask(HttpClient client, IReadOnlyDictionary<string, string> values, string? body) =>
        Send(client, Filled(values), body is null ? null : Encoding.UTF8.GetBytes(body));

    /// <summary>What is a stream, or an answer that went well, is not waited for to its end.</summary>
    public async Task<Answer> Send(HttpClient client, string url, byte[]? body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(Method, url);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new(contentType);
        }

        var message = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (message.Content.Headers.ContentType?.MediaType == "text/event-stream") message.Dispose();
        return new Answer(message.StatusCode, message, message.IsSuccessStatusCode ? "" : await message.Content.ReadAsStringAsync());
    }
}
