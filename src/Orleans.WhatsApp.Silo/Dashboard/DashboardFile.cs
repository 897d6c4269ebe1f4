using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Orleans.WhatsApp.Silo.Dashboard;

/// <summary>One file of the dashboard's build, held in memory: there are few, and each is compressed once, by whoever asks for it first.</summary>
internal sealed class DashboardFile
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    private readonly byte[] _content;
    private readonly string _hash;
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    /// <param name="path">As it stands in an address, from the first stroke on.</param>
    public DashboardFile(string path, byte[] content)
    {
        _content = content;
        _hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
        _brotli = new(() => Pressed(stream => new BrotliStream(stream, CompressionLevel.Optimal)));
        _gzip = new(() => Pressed(stream => new GZipStream(stream, CompressionLevel.Optimal)));
        var type = ContentTypes.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        IsText = type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("json", StringComparison.Ordinal) || type.EndsWith("xml", StringComparison.Ordinal);
        ContentType = type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;
        // The build puts there what it names after its content.
        IsImmutable = path.StartsWith(DashboardFiles.Assets, StringComparison.Ordinal);
    }

    public string ContentType { get; }

    /// <summary>Compressed for whoever takes it so.</summary>
    public bool IsText { get; }

    /// <summary>Another content would have another address.</summary>
    public bool IsImmutable { get; }

    public DashboardBody For(IList<StringWithQualityHeaderValue> accepted)
    {
        if (IsText && Takes(accepted, "br")) return new(_brotli.Value, "br", $"\"{_hash}-br\"");
        if (IsText && Takes(accepted, "gzip")) return new(_gzip.Value, "gzip", $"\"{_hash}-gzip\"");
        return new(_content, null, $"\"{_hash}\"");
    }

    private static bool Takes(IList<StringWithQualityHeaderValue> accepted, string encoding) =>
        accepted.Any(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is null or > 0);

    private byte[] Pressed(Func<Stream, Stream> press)
    {
        var pressed = new MemoryStream();
        using (var stream = press(pressed)) stream.Write(_content);
        return pressed.ToArray();
    }
}

/// <param name="Encoding">Null for the file as it is.</param>
internal readonly record struct DashboardBody(byte[] Bytes, string? Encoding, string ETag);
