using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>
/// A client that knows nothing of the gateway but its description: addresses, parameters and bodies come from there, and what comes back is held to it, member by
/// member.
/// </summary>
internal sealed class DescribedGateway
{
    private readonly HttpClient _http;
    private readonly JsonElement _schemas;
    private readonly Dictionary<string, (HttpMethod Method, string Path, JsonElement Is)> _operations;

    private DescribedGateway(HttpClient http, JsonElement description)
    {
        _http = http;
        _schemas = description.GetProperty("components").GetProperty("schemas");
        _operations = (
            from path in description.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select (Id: operation.Value.GetProperty("operationId").GetString()!, (new HttpMethod(operation.Name.ToUpperInvariant()), path.Name, operation.Value)))
            .ToDictionary(one => one.Id, one => one.Item2);
    }

    /// <summary>The operations that were called.</summary>
    public HashSet<string> Called { get; } = [];

    public IEnumerable<string> Operations => _operations.Keys;

    public static async Task<DescribedGateway> Open(Uri url)
    {
        var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
        return new DescribedGateway(http, JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json")).RootElement);
    }

    /// <summary>Calls from now on are this user's.</summary>
    public void Use(string? accessToken) => _http.DefaultRequestHeaders.Authorization = accessToken is null ? null : new AuthenticationHeaderValue("Bearer", accessToken);

    /// <summary>The answer's body, or an undefined element where there is none.</summary>
    public async Task<JsonElement> Call(string operation, object? body = null, params (string Name, object Value)[] parameters)
    {
        var (status, answer) = await Send(operation, body, parameters);
        return status < 300 ? answer : throw new InvalidOperationException($"{operation}: {status} {answer}");
    }

    /// <summary>The code of the problem that is answered, which the description must name.</summary>
    public async Task<string> Refused(string operation, object? body = null, params (string Name, object Value)[] parameters)
    {
        var (status, problem) = await Send(operation, body, parameters);
        if (status < 400) throw new InvalidOperationException($"{operation}: {status}, but should be refused");
        var code = problem.GetProperty("code").GetString()!;
        var named = _operations[operation].Is.GetProperty("responses").GetProperty($"{status}").GetProperty("content").GetProperty("application/problem+json").GetProperty("examples");
        return named.TryGetProperty(code, out _) ? code : throw new InvalidOperationException($"{operation}: {code} is not in the description");
    }

    private async Task<(int Status, JsonElement Body)> Send(string id, object? body, (string Name, object Value)[] parameters)
    {
        Called.Add(id);
        var (method, path, operation) = _operations[id];
        using var request = new HttpRequestMessage(method, Address(id, path, operation, parameters));
        if (body is not null) request.Content = Content(id, operation, body);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var status = (int)answer.StatusCode;
        if (!operation.GetProperty("responses").TryGetProperty($"{status}", out var response)) throw new InvalidOperationException($"{id} answered {status}, which is not described: {text}");
        if (text.Length == 0) return (status, default);

        var media = answer.Content.Headers.ContentType!.MediaType!;
        var schema = response.GetProperty("content").GetProperty(media).GetProperty("schema");
        if (media is "text/plain" or "text/csv") return (status, default);
        var json = JsonDocument.Parse(text).RootElement;
        // A problem may carry more than every problem has.
        Hold($"{id} {status}", schema, json, mayHaveMore: status >= 400);
        return (status, json);
    }

    private static string Address(string id, string path, JsonElement operation, (string Name, object Value)[] parameters)
    {
        var described = operation.TryGetProperty("parameters", out var all) ? all.EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("in").GetString()) : [];
        var query = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            var text = Uri.EscapeDataString(Convert.ToString(value, CultureInfo.InvariantCulture)!);
            switch (described.GetValueOrDefault(name))
            {
                case "path": path = path.Replace($"{{{name}}}", text, StringComparison.Ordinal); break;
                case "query": query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(text); break;
                default: throw new InvalidOperationException($"{id} has no parameter {name}");
            }
        }

        return path + query;
    }

    private StringContent Content(string id, JsonElement operation, object body)
    {
        if (!operation.TryGetProperty("requestBody", out var described)) throw new InvalidOperationException($"{id} takes no body");
        var json = JsonSerializer.SerializeToElement(body);
        Hold($"{id} body", described.GetProperty("content").GetProperty("application/json").GetProperty("schema"), json, mayHaveMore: false);
        return new StringContent(json.GetRawText(), Encoding.UTF8, "application/json");
    }

    /// <summary>As far as the description uses JSON Schema.</summary>
    private void Hold(string where, JsonElement schema, JsonElement value, bool mayHaveMore)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Hold(where, _schemas.GetProperty(reference.GetString()!.Split('/')[^1]), value, mayHaveMore);
            return;
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            if (!choices.EnumerateArray().Any(choice => Fits(where, choice, value, mayHaveMore))) throw Wrong(where, value, "is none of the choices");
            return;
        }

        if (schema.TryGetProperty("type", out var type) && !IsOf(type, value)) throw Wrong(where, value, $"is not {type}");
        if (schema.TryGetProperty("enum", out var words) && words.EnumerateArray().All(word => !JsonElement.DeepEquals(word, value))) throw Wrong(where, value, "is none of the words");
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            foreach (var (item, number) in value.EnumerateArray().Select((item, number) => (item, number))) Hold($"{where}[{number}]", items, item, mayHaveMore);
        if (value.ValueKind == JsonValueKind.Object) HoldMembers(where, schema, value, mayHaveMore);
    }

    private void HoldMembers(string where, JsonElement schema, JsonElement value, bool mayHaveMore)
    {
        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(name => name.GetString()!) : [])
            if (!value.TryGetProperty(name, out _)) throw Wrong(where, value, $"lacks {name}");

        schema.TryGetProperty("properties", out var properties);
        var others = schema.TryGetProperty("additionalProperties", out var any) && any.ValueKind == JsonValueKind.Object ? any : (JsonElement?)null;
        // Without a word of its members it may be any object.
        mayHaveMore |= properties.ValueKind == JsonValueKind.Undefined && others is null;
        foreach (var member in value.EnumerateObject())
        {
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(member.Name, out var described)) Hold($"{where}.{member.Name}", described, member.Value, mayHaveMore);
            else if (others is { } other) Hold($"{where}.{member.Name}", other, member.Value, mayHaveMore);
            else if (!mayHaveMore) throw Wrong(where, value, $"has {member.Name}, which is not described");
        }
    }

    private bool Fits(string where, JsonElement schema, JsonElement value, bool mayHaveMore)
    {
        try
        {
            Hold(where, schema, value, mayHaveMore);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsOf(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => IsOf(one, value))
        : type.GetString() switch
        {
            "null" => value.ValueKind == JsonValueKind.Null,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "array" => value.ValueKind == JsonValueKind.Array,
            "object" => value.ValueKind == JsonValueKind.Object,
            _ => false,
        };

    private static FormatException Wrong(string where, JsonElement value, string what) => new($"{where} {what}: {value.GetRawText()}");
}
