using Amazon.S3;
using Amazon.S3.Model;

namespace Orleans.WhatsApp.Media.Stores;

/// <summary>
/// An object that can be sought in: it is asked for from the first byte that is read, and anew after a seek. Browsers play recordings by asking for pieces
/// of them, and some play none without.
/// </summary>
internal sealed class S3ObjectStream(IAmazonS3 client, string bucket, string key, string etag, long length) : Stream
{
    private GetObjectResponse? _answer;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var to = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => _position, _ => length };
        ArgumentOutOfRangeException.ThrowIfNegative(to, nameof(offset));
        if (to != _position) Drop();
        return _position = to;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= length || buffer.IsEmpty) return 0;
        try
        {
            _answer ??= await client.GetObjectAsync(Rest(), cancellationToken);
            var read = await _answer.ResponseStream.ReadAsync(buffer, cancellationToken);
            if (read == 0) throw new EndOfStreamException("The object ended before its end.");
            _position += read;
            return read;
        }
        catch (Exception failure) when (failure is not IOException && S3MediaStore.IsOfTheService(failure))
        {
            throw new IOException("The object could not be read on.", failure);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) Drop();
        base.Dispose(disposing);
    }

    private void Drop()
    {
        _answer?.Dispose();
        _answer = null;
    }

    /// <summary>
    /// Of the very object whose length was told: one that was saved anew meanwhile must not be mixed into it. Always a range, since of a whole object
    /// Amazon's client takes the tag for an MD5 and fails where a service makes its tags otherwise.
    /// </summary>
    private GetObjectRequest Rest() => new() { BucketName = bucket, Key = key, EtagToMatch = etag, ByteRange = new(_position, length - 1) };
}
