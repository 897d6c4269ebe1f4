using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orleans.WhatsApp.Media.Tests.Stores;

/// <summary>A service that speaks as much of S3 as the store does: one bucket <c>media</c>, as part of the path; signatures of the key <c>key</c>; pages of two objects.</summary>
internal sealed class FakeS3 : IAsyncDisposable
{
    private const int Page = 2;

    private readonly WebApplication _server;
    // Tags that look like an MD5 and are none, as those of many services.
    private readonly ConcurrentDictionary<string, Kept> _objects = new();

    private FakeS3(WebApplication server) => _server = server;

    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>While set, every call is answered with this status and error code.</summary>
    public (int Status, string Code)? Fault { get; set; }

    /// <summary>So many calls find the service busy.</summary>
    public int Busy { get; set; }

    public string Url => _server.Urls.Single();

    public static async Task<FakeS3> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var fake = new FakeS3(server);
        server.Run(fake.Receive);
        await server.StartAsync();
        return fake;
    }

    private async Task Receive(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!;
        Requests.Enqueue(new(request.Method, path, request.Headers.Authorization.ToString(), request.Headers["x-amz-content-sha256"].ToString(), request.ContentType ?? ""));
        if (Busy-- > 0)
        {
            await Error(context, 503, "SlowDown");
            return;
        }

        if (Fault is { } fault)
        {
            await Error(context, fault.Status, fault.Code);
            return;
        }

        if (!request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 Credential=key/", StringComparison.Ordinal))
        {
            await Error(context, 403, "InvalidAccessKeyId");
            return;
        }

        if (!(path + "/").StartsWith("/media/", StringComparison.Ordinal))
        {
            await Error(context, 404, "NoSuchBucket");
            return;
        }

        var key = path.Length > 7 ? path[7..] : "";
        await (request.Method switch
        {
            "PUT" => Put(context, key),
            "GET" when key.Length == 0 => List(context),
            "GET" or "HEAD" => Get(context, key),
            "DELETE" => Delete(context, key),
            _ => Error(context, 405, "MethodNotAllowed"),
        });
    }

    private async Task Put(HttpContext context, string key)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        // As the service does: what was signed must be what came.
        if (context.Request.Headers["x-amz-content-sha256"].ToString() != Convert.ToHexStringLower(SHA256.HashData(bytes)))
        {
            await Error(context, 400, "XAmzContentSHA256Mismatch");
            return;
        }

        var kept = new Kept(bytes, context.Request.ContentType ?? "", $"\"{Guid.NewGuid():N}\"");
        _objects[key] = kept;
        context.Response.Headers.ETag = kept.ETag;
    }

    private async Task Get(HttpContext context, string key)
    {
        if (!_objects.TryGetValue(key, out var kept))
        {
            await Error(context, 404, "NoSuchKey");
            return;
        }

        if (context.Request.Headers.IfMatch.ToString() is { Length: > 0 } wanted && wanted != kept.ETag)
        {
            await Error(context, 412, "PreconditionFailed");
            return;
        }

        var from = 0;
        if (context.Request.Headers.Range.ToString() is { Length: > 0 } range)
        {
            from = int.Parse(range["bytes=".Length..range.IndexOf('-', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{kept.Bytes.Length - 1}/{kept.Bytes.Length}";
        }

        context.Response.Headers.ETag = kept.ETag;
        context.Response.ContentType = kept.Type;
        context.Response.ContentLength = kept.Bytes.Length - from;
        if (context.Request.Method == "GET") await context.Response.Body.WriteAsync(kept.Bytes.AsMemory(from));
    }

    private Task Delete(HttpContext context, string key)
    {
        _objects.TryRemove(key, out _);
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private Task List(HttpContext context)
    {
        var prefix = context.Request.Query["prefix"].ToString();
        var after = context.Request.Query["continuation-token"].ToString();
        var found = _objects.Where(thing => thing.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(thing.Key, after) > 0)
            .OrderBy(thing => thing.Key, StringComparer.Ordinal).ToList();
        var page = found.Take(Page).ToList();
        XNamespace s3 = "http://s3.amazonaws.com/doc/2006-03-01/";
        return Xml(context, new XElement(s3 + "ListBucketResult",
            new XElement(s3 + "Name", "media"), new XElement(s3 + "Prefix", prefix), new XElement(s3 + "IsTruncated", found.Count > Page),
            found.Count > Page ? new XElement(s3 + "NextContinuationToken", page[^1].Key) : null,
            page.Select(thing => new XElement(s3 + "Contents",
                new XElement(s3 + "Key", thing.Key), new XElement(s3 + "Size", thing.Value.Bytes.Length), new XElement(s3 + "ETag", thing.Value.ETag)))));
    }

    private static Task Error(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        return context.Request.Method == "HEAD" ? Task.CompletedTask : Xml(context, new XElement("Error", new XElement("Code", code), new XElement("Message", code)));
    }

    private static Task Xml(HttpContext context, XElement body)
    {
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(body.ToString());
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private sealed record Kept(byte[] Bytes, string Type, string ETag);

    internal sealed record Asked(string Method, string Path, string Authorization, string ContentHash, string ContentType);
}
