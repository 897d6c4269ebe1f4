using System.Reflection;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Tests.Stores;

public sealed class S3MediaStoreTests : MediaStoreConformance, IAsyncLifetime
{
    private FakeS3 _service = null!;
    private ServiceProvider _services = null!;

    public override IMediaStore Store => _services.GetRequiredService<IMediaStore>();

    private static MediaKey AnyKey => Key(new(Guid.NewGuid()), new(Guid.NewGuid()), 0);

    public async Task InitializeAsync()
    {
        _service = await FakeS3.Start();
        _services = Services();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Every_call_is_signed_and_names_the_bucket_in_its_path()
    {
        var key = AnyKey;
        await Save(key, "bytes", "audio/ogg");
        await using (var stored = await Store.Open(key, CancellationToken.None)) await Text(stored!.Content);
        await List(key);
        await Store.Delete(key, CancellationToken.None);

        Assert.Equal(["PUT", "HEAD", "GET", "GET", "DELETE"], _service.Requests.Select(asked => asked.Method));
        Assert.All(_service.Requests, asked => Assert.Matches("^AWS4-HMAC-SHA256 Credential=key/[0-9]{8}/eu-test-1/s3/aws4_request, SignedHeaders=.*host.*, Signature=[0-9a-f]{64}$", asked.Authorization));
        Assert.Equal([$"/media/{key}", $"/media/{key}", $"/media/{key}", "/media", $"/media/{key}"], _service.Requests.Select(asked => asked.Path.TrimEnd('/')));
        Assert.Equal("audio/ogg", _service.Requests.First().ContentType);
    }

    [Theory, InlineData(403, "AccessDenied"), InlineData(404, "NoSuchBucket"), InlineData(400, "InvalidRequest")]
    public async Task What_the_service_refuses_is_a_failure_of_the_store(int status, string code)
    {
        _service.Fault = (status, code);
        await Assert.ThrowsAsync<MediaStoreException>(() => Save(AnyKey, "bytes", "audio/ogg"));
        await Assert.ThrowsAsync<MediaStoreException>(() => List(AnyKey));
        await Assert.ThrowsAsync<MediaStoreException>(() => Store.DeleteChat(AnyKey.Tenant, AnyKey.Chat, CancellationToken.None));
        if (status != 404) await Assert.ThrowsAsync<MediaStoreException>(async () => await Store.Open(AnyKey, CancellationToken.None));
    }

    [Fact]
    public async Task A_service_that_is_busy_for_a_moment_gets_all_of_it_in_the_end()
    {
        var key = AnyKey;
        _service.Busy = 1;
        await Store.Save(key, "audio/ogg", new MemoryStream("skipped, kept"u8.ToArray()) { Position = 9 }, CancellationToken.None);
        Assert.Equal(["PUT", "PUT"], _service.Requests.Select(asked => asked.Method));
        await using var stored = await Store.Open(key, CancellationToken.None);
        Assert.Equal("kept", await Text(stored!.Content));
    }

    [Fact]
    public async Task What_is_large_stays_in_its_file_and_is_sent_from_there_again_if_need_be()
    {
        var (key, bytes) = (AnyKey, new byte[3_000_000]);
        new Random(1).NextBytes(bytes);
        await using var file = new FileStream(Path.GetTempFileName(), new FileStreamOptions { Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        await file.WriteAsync(bytes);
        file.Position = 1_000;
        _service.Busy = 1;
        await Store.Save(key, "application/pdf", file, CancellationToken.None);
        await using var stored = await Store.Open(key, CancellationToken.None);
        Assert.Equal(bytes[1_000..], await stored!.ReadAll(CancellationToken.None));
    }

    [Fact]
    public async Task The_service_s_program_is_given_the_very_stream_and_no_copy_of_it()
    {
        var program = DispatchProxy.Create<IAmazonS3, GivenStreams>();
        await using var services = Services(services => services.Replace(ServiceDescriptor.Singleton(program)));
        using var content = new BufferedStream(new MemoryStream("bytes"u8.ToArray()));
        await services.GetRequiredService<IMediaStore>().Save(AnyKey, "audio/ogg", content, CancellationToken.None);
        Assert.Same(content, Assert.Single(((GivenStreams)(object)program).Streams));
        Assert.Equal(0, content.Position);
    }

    [Fact]
    public async Task A_wrong_key_is_a_failure_of_the_store()
    {
        await using var services = Services(("Media:S3:AccessKey", "another"));
        await Assert.ThrowsAsync<MediaStoreException>(
            () => services.GetRequiredService<IMediaStore>().Save(AnyKey, "audio/ogg", new MemoryStream("bytes"u8.ToArray()), CancellationToken.None));
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_failure_of_the_store()
    {
        await _service.DisposeAsync();
        await Assert.ThrowsAsync<MediaStoreException>(async () => await Store.Open(AnyKey, CancellationToken.None));
    }

    [Fact]
    public async Task Two_versions_of_an_object_are_never_mixed()
    {
        var key = AnyKey;
        await Save(key, "the first", "audio/ogg");
        await using var stored = await Store.Open(key, CancellationToken.None);
        await Save(key, "the second", "audio/ogg");
        await Assert.ThrowsAnyAsync<IOException>(() => Text(stored!.Content));
    }

    /// <summary>It is looked up by these two names, and no code of ours would miss it.</summary>
    [Fact]
    public void What_Amazon_s_client_needs_for_a_role_by_web_identity_is_there() =>
        Assert.True(typeof(Amazon.Runtime.SharedInterfaces.ICoreAmazonSTS).IsAssignableFrom(Assembly.Load("AWSSDK.SecurityToken").GetType("Amazon.SecurityToken.AmazonSecurityTokenServiceClient", throwOnError: true)));

    private ServiceProvider Services(params (string, string?)[] settings) => Services(change: null, settings);

    private ServiceProvider Services(Action<IServiceCollection>? change, params (string, string?)[] settings) => Stage.Services(
    [
        .. ((string, string?)[])
        [
            ("Media:S3:Endpoint", _service.Url), ("Media:S3:Bucket", "media"), ("Media:S3:Region", "eu-test-1"), ("Media:S3:AccessKey", "key"), ("Media:S3:SecretKey", "secret"),
        ],
        .. settings,
    ], change);

    /// <summary>Amazon's program, as far as a save asks it.</summary>
    public class GivenStreams : DispatchProxy
    {
        public List<Stream> Streams { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (args is [PutObjectRequest request, ..]) Streams.Add(request.InputStream);
            return targetMethod?.Name is nameof(IAmazonS3.PutObjectAsync) ? Task.FromResult(new PutObjectResponse()) : null;
        }
    }
}
