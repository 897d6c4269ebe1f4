using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Orleans.WhatsApp.Testing;

/// <summary>The REST gateway as a test speaks to it: JSON in, JSON out, and what is not a success is thrown with its body.</summary>
public static class RestClient
{
    public static async Task SignIn(this HttpClient http, string email, string password)
    {
        var tokens = await http.PostJson("/api/auth/login", new { email, password });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("access_token").GetString());
    }

    public static async Task<JsonElement> GetJson(this HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        return await Read(answer);
    }

    public static async Task<JsonElement> PostJson(this HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        return await Read(answer);
    }

    public static async Task<JsonElement> PutJson(this HttpClient http, string path, object body)
    {
        using var answer = await http.PutAsJsonAsync(path, body);
        return await Read(answer);
    }

    private static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{(int)answer.StatusCode} {answer.RequestMessage?.RequestUri?.AbsolutePath}: {body}", null, answer.StatusCode);
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
