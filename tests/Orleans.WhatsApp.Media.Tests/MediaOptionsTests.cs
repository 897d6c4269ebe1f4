using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Media.Speech;
using Orleans.WhatsApp.Media.Stores;

namespace Orleans.WhatsApp.Media.Tests;

public class MediaOptionsTests
{
    [Theory]
    [InlineData("Media:AllowedHosts", "https://files.example.com", "https://files.example.com")]
    [InlineData("Media:AllowedHosts", "files.example.com,*.example.net", "*.example.net")]
    [InlineData("Media:AllowedHosts", "com", "'com'")]
    [InlineData("Media:AllowedHosts", "10.0.0.1", "10.0.0.1")]
    [InlineData("Media:MaxAudioBytes", "0", "MaxAudioBytes")]
    [InlineData("Media:FetchTimeout", "00:00:00", "FetchTimeout")]
    [InlineData("Media:Transcriber", "whisper", "Media:Transcriber")]
    [InlineData("Media:Transcriber", "gemini", "Gemini:ApiKey")]
    [InlineData("Media:Transcriber", "scribe", "ElevenLabs:ApiKey")]
    [InlineData("Media:S3:Endpoint", "minio.example.com", "Endpoint")]
    [InlineData("Media:S3:Endpoint", "https://minio.example.com", "Media:S3:Bucket")]
    [InlineData("Media:S3:AccessKey", "key", "Media:S3:SecretKey")]
    [InlineData("Gemini:BaseUrl", "ftp://example.com", "Gemini:BaseUrl")]
    [InlineData("Gemini:ApiKey", "a b", "Gemini:ApiKey")]
    [InlineData("Gemini:Model", "a/b", "Model")]
    [InlineData("ElevenLabs:ApiKey", "a\nb", "ElevenLabs:ApiKey")]
    public void A_wrong_setting_stops_the_start_by_name(string name, string value, string expected)
    {
        using var services = Stage.Services([(name, value)]);
        var failure = Assert.ThrowsAny<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(expected, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_setting_the_start_goes_well() => Stage.Services([]).GetRequiredService<IStartupValidator>().Validate();

    [Theory]
    [InlineData(null, "", "", typeof(NoTranscriber))]
    [InlineData(null, "key", "", typeof(GeminiTranscriber))]
    [InlineData(null, "", "key", typeof(ScribeTranscriber))]
    [InlineData(null, "key", "key", typeof(ScribeTranscriber))]
    [InlineData("", "", "key", typeof(ScribeTranscriber))]
    [InlineData("Gemini", "key", "key", typeof(GeminiTranscriber))]
    [InlineData("none", "key", "key", typeof(NoTranscriber))]
    public void Recordings_are_written_down_by_whom_the_settings_ask(string? transcriber, string gemini, string elevenLabs, Type expected)
    {
        using var services = Stage.Services([("Media:Transcriber", transcriber), ("Gemini:ApiKey", gemini), ("ElevenLabs:ApiKey", elevenLabs)]);
        Assert.IsType(expected, services.GetRequiredService<ITranscriber>());
    }

    [Theory]
    [InlineData(null, null, "./data/media")]
    [InlineData("/var/lib/whatsapp", null, "/var/lib/whatsapp/media")]
    [InlineData("/var/lib/whatsapp", "/media", "/media")]
    public void Media_lie_beside_the_database_unless_a_folder_is_named(string? storage, string? folder, string expected)
    {
        using var services = Stage.Services([("Storage:Path", storage), ("Media:Folder", folder)]);
        Assert.Equal(expected, services.GetRequiredService<IOptions<MediaOptions>>().Value.Folder);
        Assert.IsType<FolderMediaStore>(services.GetRequiredService<IMediaStore>());
    }

    [Fact]
    public void With_a_bucket_media_lie_there()
    {
        using var services = Stage.Services([("Media:S3:Bucket", "media"), ("Media:S3:AccessKey", "key"), ("Media:S3:SecretKey", "secret")]);
        Assert.IsType<S3MediaStore>(services.GetRequiredService<IMediaStore>());
    }
}
