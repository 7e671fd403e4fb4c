using S3Kit.Protocol;

namespace S3Kit.Conveniences;

/// <summary>The content of an object that must not be longer than a limit, and is as long as announced: one more byte, or one less, and reading fails.</summary>
internal sealed class BoundedContent : Stream
{
    private readonly Stream _content;
    private readonly ObjectInfo _info;
    private readonly long? _length;
    private readonly long _maxSize;
    private long _count;

    private BoundedContent(GetObjectResult result, long maxSize)
    {
        _content = result.Content;
        _info = result.Info;
        _length = result.ContentLength < 0 ? null : result.ContentLength;
        _maxSize = maxSize;
        if (_length > maxSize)
        {
            throw TooLarge();
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The content of an object can be read once, forward.");

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException("The content of an object can be read once, forward.");
    }

    /// <summary>Opens an object and hands its content to a reader.</summary>
    public static async Task<T> ReadAsync<T>(
        IObjectStore store, string bucket, string key, ReadObjectOptions? options, Func<BoundedContent, ObjectInfo, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        long maxSize = options?.MaxSize ?? ReadObjectOptions.DefaultMaxSize;
        if (maxSize < 0 || maxSize > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(options), maxSize, $"{nameof(ReadObjectOptions.MaxSize)} is 0 to {Array.MaxLength} bytes.");
        }

        GetObjectResult result = await store.GetObjectAsync(bucket, key, options, cancellationToken).ConfigureAwait(false);
        await using (result.ConfigureAwait(false))
        {
            // Not disposed of by itself: it holds nothing but the result's content.
            var content = new BoundedContent(result, maxSize);
            return await read(content, result.Info, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>All bytes, in an array of that size.</summary>
    public async ValueTask<byte[]> ReadToEndAsync(CancellationToken cancellationToken)
    {
        byte[] bytes = _length is { } length ? GC.AllocateUninitializedArray<byte>((int)length) : new byte[Math.Min(_maxSize, 64 * 1024)];
        int count = 0;
        while (true)
        {
            if (count == bytes.Length)
            {
                // Full: is that the end? The read checks that it is where it should be.
                byte[] probe = new byte[1];
                if (await ReadAsync(probe, cancellationToken).ConfigureAwait(false) == 0)
                {
                    break;
                }

                Array.Resize(ref bytes, (int)Math.Max(count + 1L, Math.Min(_maxSize, count * 2L)));
                bytes[count++] = probe[0];
                continue;
            }

            int read = await ReadAsync(bytes.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            count += read;
        }

        Array.Resize(ref bytes, count);
        return bytes;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await _content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return buffer.Length == 0 ? read : Count(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => count == 0 ? 0 : Count(_content.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The content of an object can be read once, forward.");

    public override void SetLength(long value) => throw new NotSupportedException("The content of an object is not written to.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The content of an object is not written to.");

    private int Count(int read)
    {
        _count += read;
        if (_count > _length || (read == 0 && _count < _length))
        {
            throw S3Errors.Integrity(Context, $"{_length} bytes were announced, and {(read == 0 ? "fewer" : "more")} came.");
        }

        return _count > _maxSize ? throw TooLarge() : read;
    }

    private S3ErrorContext Context => new("GetObject", _info.Endpoint, _info.Bucket, _info.Key);

    private S3ObjectTooLargeException TooLarge() => new(
        $"{Context.Subject} failed: {(_length is { } length ? $"{length} bytes are" : "it is")} more than the {_maxSize} that {nameof(ReadObjectOptions)}.{nameof(ReadObjectOptions.MaxSize)} "
        + "allows to be read into memory. Raise the limit, or read the object as a stream.")
    {
        Size = _length,
        MaxSize = _maxSize,
        Operation = "GetObject",
        Endpoint = _info.Endpoint,
        Bucket = _info.Bucket,
        Key = _info.Key,
        Attempts = 1,
    };
}
