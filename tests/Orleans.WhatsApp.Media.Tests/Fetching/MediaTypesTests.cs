using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Media.Fetching;

namespace Orleans.WhatsApp.Media.Tests.Fetching;

public class MediaTypesTests
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    [Theory]
    // Recordings are what their bytes are.
    [InlineData(MediaKind.Audio, "audio/ogg", "ogg", "audio/ogg"), InlineData(MediaKind.Audio, "", "ogg", "audio/ogg"), InlineData(MediaKind.Audio, "application/octet-stream", "mp3", "audio/mpeg")]
    [InlineData(MediaKind.Audio, "audio/mpeg", "id3", "audio/mpeg"), InlineData(MediaKind.Audio, "audio/mpeg", "aac", "audio/aac"), InlineData(MediaKind.Audio, "audio/amr", "amr", "audio/amr")]
    [InlineData(MediaKind.Audio, "audio/x-flac", "flac", "audio/flac"), InlineData(MediaKind.Audio, "audio/wave", "wav", "audio/wav"), InlineData(MediaKind.Audio, "video/mp4", "m4a", "audio/mp4")]
    [InlineData(MediaKind.Audio, "audio/mp4", "mp4", "audio/mp4"), InlineData(MediaKind.Audio, "audio/webm", "webm", "audio/webm"), InlineData(MediaKind.Audio, "binary/octet-stream", "ogg", "audio/ogg")]
    [InlineData(MediaKind.Audio, "audio/ogg", "html", "content_mismatch"), InlineData(MediaKind.Audio, "audio/ogg", "jpeg", "content_mismatch"), InlineData(MediaKind.Audio, "audio/ogg", "short", "content_mismatch")]
    [InlineData(MediaKind.Audio, "audio/mpeg", "utf-16 text", "content_mismatch"), InlineData(MediaKind.Audio, "", "exe", "content_mismatch")]
    [InlineData(MediaKind.Audio, "text/html", "ogg", "type_not_allowed"), InlineData(MediaKind.Audio, "image/jpeg", "ogg", "type_not_allowed"), InlineData(MediaKind.Audio, "audio/midi", "ogg", "type_not_allowed")]
    // So are pictures and films.
    [InlineData(MediaKind.Image, "image/jpg", "jpeg", "image/jpeg"), InlineData(MediaKind.Image, "image/jpeg", "png", "image/png"), InlineData(MediaKind.Image, "", "gif", "image/gif")]
    [InlineData(MediaKind.Image, "image/webp", "webp", "image/webp"), InlineData(MediaKind.Image, "image/jpeg", "svg", "content_mismatch"), InlineData(MediaKind.Image, "image/svg+xml", "svg", "type_not_allowed")]
    [InlineData(MediaKind.Image, "image/jpeg", "heic", "content_mismatch"), InlineData(MediaKind.Image, "image/png", "wav", "content_mismatch"), InlineData(MediaKind.Image, "", "pdf", "content_mismatch")]
    [InlineData(MediaKind.Video, "video/mp4", "mp4", "video/mp4"), InlineData(MediaKind.Video, "video/3gpp", "3gp", "video/3gpp"), InlineData(MediaKind.Video, "", "mov", "video/quicktime")]
    [InlineData(MediaKind.Video, "video/webm", "webm", "video/webm"), InlineData(MediaKind.Video, "video/mp4", "heic", "content_mismatch"), InlineData(MediaKind.Video, "video/mp4", "ogg", "content_mismatch")]
    // A document is what is said, unless its bytes can say it themselves.
    [InlineData(MediaKind.Document, "application/pdf", "pdf", "application/pdf"), InlineData(MediaKind.Document, "application/pdf", "late pdf", "application/pdf")]
    [InlineData(MediaKind.Document, "application/pdf", "html", "content_mismatch"), InlineData(MediaKind.Document, "application/pdf", "png", "image/png"), InlineData(MediaKind.Document, "text/plain", "pdf", "application/pdf")]
    [InlineData(MediaKind.Document, "image/jpeg", "jpeg", "image/jpeg"), InlineData(MediaKind.Document, "image/jpeg", "html", "content_mismatch"), InlineData(MediaKind.Document, "", "mp4", "video/mp4")]
    [InlineData(MediaKind.Document, Word, "zip", Word), InlineData(MediaKind.Document, "text/plain", "text", "text/plain"), InlineData(MediaKind.Document, "text/plain", "utf-16 text", "text/plain")]
    [InlineData(MediaKind.Document, "image/heic", "heic", "image/heic")]
    [InlineData(MediaKind.Document, "", "zip", "application/octet-stream"), InlineData(MediaKind.Document, "application/octet-stream", "exe", "application/octet-stream")]
    [InlineData(MediaKind.Document, "text/html", "html", "type_not_allowed"), InlineData(MediaKind.Document, "image/svg+xml", "svg", "type_not_allowed"), InlineData(MediaKind.Document, "application/x-msdownload", "exe", "type_not_allowed")]
    [InlineData(MediaKind.Document, "application/javascript", "text", "type_not_allowed"), InlineData(MediaKind.Document, "application/xhtml+xml", "html", "type_not_allowed")]
    public void What_is_said_and_what_is_seen_make_the_type(MediaKind kind, string declared, string sample, string expected) => Assert.Equal(expected, Judged(kind, declared, "", sample));

    [Theory]
    [InlineData(MediaKind.Document, "", Word, "zip", Word), InlineData(MediaKind.Document, "application/octet-stream", "application/pdf", "text", "content_mismatch")]
    [InlineData(MediaKind.Document, "", "text/html", "html", "type_not_allowed"), InlineData(MediaKind.Document, "text/plain", Word, "text", "text/plain")]
    [InlineData(MediaKind.Audio, "", "text/html", "ogg", "audio/ogg")]
    public void The_providers_word_counts_for_a_document_whose_server_has_none(MediaKind kind, string declared, string claimed, string sample, string expected) =>
        Assert.Equal(expected, Judged(kind, declared, claimed, sample));

    [Theory, InlineData("Audio/Ogg; codecs=opus", "audio/ogg"), InlineData(" text/plain ;charset=utf-8", "text/plain"), InlineData("", "")]
    public void A_type_is_kept_without_its_parameters(string type, string expected) => Assert.Equal(expected, MediaType.Plain(type));

    private static string Judged(MediaKind kind, string declared, string claimed, string sample)
    {
        var (type, refusal) = MediaTypes.Judge(kind, declared, claimed, Samples.Head(sample));
        Assert.True(type is null != refusal is null);
        return type ?? refusal!;
    }
}
