using System.Text;

namespace Orleans.WhatsApp.Media.Tests.Fetching;

/// <summary>How files begin.</summary>
internal static class Samples
{
    private static readonly Dictionary<string, byte[]> Heads = new()
    {
        ["ogg"] = Latin("OggS\0\u0002"),
        ["mp3"] = [0xFF, 0xFB, 0x90, 0x64],
        ["id3"] = Latin("ID3\u0004\0"),
        ["aac"] = [0xFF, 0xF1, 0x50, 0x80],
        ["amr"] = Latin("#!AMR\n"),
        ["flac"] = Latin("fLaC\0"),
        ["wav"] = Latin("RIFF\u0024\0\0\0WAVEfmt "),
        ["webm"] = [0x1A, 0x45, 0xDF, 0xA3, 0x9F],
        ["m4a"] = Latin("\0\0\0\u0020ftypM4A \0\0\0\0"),
        ["mp4"] = Latin("\0\0\0\u0020ftypisom\0\0\u0002\0"),
        ["3gp"] = Latin("\0\0\0\u0018ftyp3gp4\0\0\0\0"),
        ["mov"] = Latin("\0\0\0\u0014ftypqt  \0\0\0\0"),
        ["heic"] = Latin("\0\0\0\u0018ftypheic\0\0\0\0"),
        ["jpeg"] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10],
        ["png"] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0],
        ["gif"] = Latin("GIF89a"),
        ["webp"] = Latin("RIFF\u0024\0\0\0WEBPVP8 "),
        ["pdf"] = Latin("%PDF-1.7\n"),
        ["late pdf"] = Latin("\u0001\u0002junk\n%PDF-1.4\n"),
        ["html"] = Latin("<!doctype html><script>alert(1)</script>"),
        ["svg"] = Latin("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        ["text"] = Latin("Dear Sir or Madam,"),
        ["utf-16 text"] = [0xFF, 0xFE, (byte)'D', 0, (byte)'e', 0],
        ["zip"] = Latin("PK\u0003\u0004"),
        ["exe"] = Latin("MZ\u0090\0"),
        ["short"] = [0xFF],
    };

    public static byte[] Head(string name) => Heads[name];

    /// <summary>A recording of so many bytes, as far as anybody looks.</summary>
    public static byte[] Ogg(int length = 4000)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Head("ogg").CopyTo(bytes, 0);
        return bytes;
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
