using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Stores;

/// <summary>Media as objects <c>tenant/chat/attachment</c> in one bucket. An object is there whole or not at all by the service's own word.</summary>
internal sealed class S3MediaStore(IAmazonS3 client, IOptions<S3Options> options) : IMediaStore
{
    private readonly string _bucket = options.Value.Bucket;

    public static IAmazonS3 Client(S3Options options)
    {
        var how = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            Timeout = options.Timeout,
            // What is newer than the services of others understand: checksums in trailers, which Amazon's client would add to every call.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint) (how.ServiceURL, how.ForcePathStyle) = (endpoint.AbsoluteUri, true);
        else how.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        return options.AccessKey.Length > 0
            ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), how)
            : new AmazonS3Client(how);
    }

    public async Task Save(MediaKey key, string contentType, Stream content, CancellationToken stop)
    {
        await MustNotBreakOff(content, stop);
        var request = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = key.ToString(),
            ContentType = contentType,
            InputStream = content,
            AutoCloseStream = false,
            AutoResetStreamPosition = false,
            UseChunkEncoding = false, // many services of others do not read it
        };
        await Ask("keep", () => client.PutObjectAsync(request, stop));
    }

    /// <summary>
    /// The client hashes all of it before it sends it. A stream that broke off there would spoil the hash of what the same thread sends next, so it breaks off here:
    /// to read a file once more costs less than to hold it.
    /// </summary>
    private static async Task MustNotBreakOff(Stream content, CancellationToken stop)
    {
        if (content is MemoryStream) return;
        var from = content.Position;
        await content.CopyToAsync(Stream.Null, stop);
        content.Position = from;
    }

    public async Task<StoredMedia?> Open(MediaKey key, CancellationToken stop)
    {
        var head = await Ask("read", () => client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _bucket, Key = key.ToString() }, stop));
        if (head is null) return null;
        return new(new S3ObjectStream(client, _bucket, key.ToString(), head.ETag, head.ContentLength), head.Headers.ContentType ?? "", head.ContentLength);
    }

    public Task Delete(MediaKey key, CancellationToken stop) => Remove(key.ToString(), stop);

    public async Task DeleteChat(TenantId tenant, ChatId chat, CancellationToken stop)
    {
        // One by one: not every service knows how to delete many at once, and a chat has few.
        await foreach (var thing in Objects(tenant, chat, stop)) await Remove(thing.Key, stop);
    }

    public async IAsyncEnumerable<MediaEntry> List(TenantId tenant, ChatId chat, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var thing in Objects(tenant, chat, stop))
        {
            if (Guid.TryParseExact(thing.Key[(thing.Key.LastIndexOf('/') + 1)..], "D", out var attachment))
                yield return new(new(tenant, chat, attachment), thing.Size ?? 0);
        }
    }

    private async IAsyncEnumerable<S3Object> Objects(TenantId tenant, ChatId chat, [EnumeratorCancellation] CancellationToken stop)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = $"{tenant}/{chat}/" };
        do
        {
            var page = await Ask("list", () => client.ListObjectsV2Async(request, stop));
            foreach (var thing in page?.S3Objects ?? []) yield return thing;
            request.ContinuationToken = page?.NextContinuationToken;
        }
        while (!string.IsNullOrEmpty(request.ContinuationToken));
    }

    private async Task Remove(string key, CancellationToken stop) =>
        await Ask("delete", () => client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = key }, stop));

    /// <summary>Null for an object that is not there. A bucket that is not there is a failure: the settings are wrong, and nothing was kept, deleted or found.</summary>
    private static async Task<T?> Ask<T>(string what, Func<Task<T>> call) where T : class
    {
        try
        {
            return await call();
        }
        catch (AmazonS3Exception failure) when (failure.StatusCode is HttpStatusCode.NotFound && failure.ErrorCode is not "NoSuchBucket")
        {
            return null;
        }
        catch (Exception failure) when (IsOfTheService(failure))
        {
            throw new MediaStoreException($"The media bucket could not {what} an object.", failure);
        }
    }

    internal static bool IsOfTheService(Exception failure) =>
        failure is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or TimeoutException
        // The service's client tells its own time-out this way; a caller's stop comes with the caller's token.
        or OperationCanceledException { InnerException: TimeoutException };
}
