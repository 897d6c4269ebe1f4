using System.Net;
using System.Text.Json;

namespace Orleans.WhatsApp.Silo;

/// <summary>One HTTP answer, read whole.</summary>
public sealed record Answer(HttpStatusCode Status, HttpResponseMessage Message, string Body)
{
    public static async Task<Answer> Of(Task<HttpResponseMessage> sending)
    {
        var message = await sending;
        return new Answer(message.StatusCode, message, await message.Content.ReadAsStringAsync());
    }

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public JsonElement this[string property] => Json.GetProperty(property);

    public string Text(string property) => this[property].GetString()!;

    public JsonElement Ok(HttpStatusCode expected = HttpStatusCode.OK)
    {
        Assert.True(Status == expected, $"{(int)Status}: {Body}");
        return Body.Length == 0 ? default : Json;
    }

    public Answer Problem(int status, string code)
    {
        Assert.True((int)Status == status, $"{(int)Status}: {Body}");
        Assert.Equal("application/problem+json", Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, Text("code"));
        Assert.Equal($"urn:orleans-whatsapp:problem:{code}", Text("type"));
        Assert.Equal(status, this["status"].GetInt32());
        Assert.NotEqual("", Text("title"));
        return this;
    }
}
