using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Presigned addresses of the files of messages, good for some days after the message.</summary>
internal sealed class WappiFiles(SimulatedWorld world)
{
    public const string Path = "/wappi-files/";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public DateTimeOffset EndOf(SimulatedMessage message) => message.At + world.Wappi.FileLife;

    public bool IsThere(SimulatedMessage message) =>
        message.Attachments is [{ Unavailable: false }, ..] && world.Options.TimeProvider.GetUtcNow() < EndOf(message);

    public string Link(string root, SimulatedMessage message)
    {
        var ends = EndOf(message).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{root.TrimEnd('/')}{Path}{message.Id}?expires={ends}&signature={Sign(message.Id, ends)}");
    }

    public IResult Download(string id, HttpRequest request)
    {
        var signed = long.TryParse(request.Query["expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var ends)
            && request.Query["signature"] == Sign(id, ends);
        return signed && world.Network.TryFindMessage(id, out _, out var message) && IsThere(message)
            ? Results.Bytes(message.Attachments[0].Content, message.Attachments[0].MimeType)
            : Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    private string Sign(string id, long ends) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}\n{ends}"))));
}
