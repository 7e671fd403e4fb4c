using S3Kit.Chaos.Model;

namespace S3Kit.Chaos.Load;

/// <summary>The operations, and what each says to the model. A key is taken when it comes here, and given back at the end.</summary>
internal sealed class CallerOperations(LoadContext load)
{
    public Task PutAsync(KeyModel key, Content content, string? ifNoneMatch, CancellationToken cancelled) => WriteAsync(key, content, async () =>
    {
        using var source = new MemoryStream(content.Bytes(), writable: false);
        await load.Store.PutObjectAsync(load.Bucket, key.Key, source, new PutObjectOptions { IfNoneMatch = ifNoneMatch }, cancelled);
    });

    public Task WriteAsync(KeyModel key, Content content, CancellationToken cancelled) => WriteAsync(key, content, async () =>
    {
        await using var stream = await load.Store.OpenWriteAsync(load.Bucket, key.Key, new OpenWriteOptions { CompleteOnDispose = false }, cancelled);
        var bytes = content.Bytes().AsMemory();
        for (; bytes.Length > 0; bytes = bytes[Math.Min(bytes.Length, 300_000)..])
        {
            await stream.WriteAsync(bytes[..Math.Min(bytes.Length, 300_000)], cancelled);
        }

        await stream.CompleteAsync(cancelled);
    });

    public Task DeleteAsync(KeyModel key, CancellationToken cancelled) =>
        WriteAsync(key, Content.None, () => load.Store.DeleteObjectAsync(load.Bucket, key.Key, cancellationToken: cancelled));

    public Task CopyAsync(KeyModel source, KeyModel key, CancellationToken cancelled) => WriteAsync(
        key, source.Acknowledged, () => load.Store.CopyObjectAsync(load.Bucket, source.Key, load.Bucket, key.Key, cancellationToken: cancelled));

    public Task GetAsync(KeyModel key, CancellationToken cancelled) => ReadAsync(key, async () =>
    {
        await using var result = await load.Store.GetObjectAsync(load.Bucket, key.Key, new GetObjectOptions { VerifyETag = true }, cancelled);
        using var copy = new MemoryStream();
        await result.Content.CopyToAsync(copy, cancelled);
        return copy.ToArray();
    });

    public Task DownloadAsync(KeyModel key, CancellationToken cancelled) => ReadAsync(key, async () =>
    {
        var path = Path.Combine(load.Folder, key.Key.Replace('/', '-'));
        await load.Store.DownloadFileAsync(load.Bucket, key.Key, path, new DownloadFileOptions { VerifyETag = true }, cancelled);
        var bytes = await File.ReadAllBytesAsync(path, CancellationToken.None);
        File.Delete(path);
        return bytes;
    });

    public async Task HeadAsync(KeyModel key, CancellationToken cancelled)
    {
        try
        {
            var info = await load.Store.HeadObjectAsync(load.Bucket, key.Key, cancellationToken: cancelled);
            Expect(key, content => content.Size == (info?.Size ?? -1), info is null ? "nothing" : $"{info.Size} bytes");
        }
        finally
        {
            key.GiveBack();
        }
    }

    public async Task ListAsync(string prefix, IReadOnlyList<KeyModel> expected, CancellationToken cancelled)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var info in load.Store.ListObjectsAsync(load.Bucket, prefix, cancellationToken: cancelled))
        {
            if (load.Keys.Find(info.Key)?.Accepts(content => content.Size == info.Size) != true)
            {
                load.Findings.Add($"wrong in a listing: {info.Key} of {info.Size} bytes");
            }

            found.Add(info.Key);
        }

        foreach (var key in expected.Where(key => !found.Contains(key.Key)))
        {
            load.Findings.Add($"not listed: {key}");
        }
    }

    private async Task ReadAsync(KeyModel key, Func<Task<byte[]>> read)
    {
        try
        {
            var corrupted = load.Corrupted;
            var bytes = await read();
            var hash = Content.Hash(bytes);
            if (load.Corrupted > corrupted
                && key.Key.StartsWith(LoadContext.Large, StringComparison.Ordinal)
                && !key.Accepts(content => content.Sha256 == hash)
                && key.Accepts(content => content.Size == bytes.Length))
            {
                // The ETag of an object of parts is no MD5: a byte that was changed on the way cannot be told.
                load.Outcomes.AddUnnoticed();
                return;
            }

            Expect(key, content => content.Sha256 == hash, $"{bytes.Length} bytes, {hash}");
        }
        catch (S3NotFoundException)
        {
            Expect(key, content => content == Content.None, "nothing");
        }
        catch (S3PreconditionFailedException) when (!key.IsCertain)
        {
            // A write that had no answer came while the object was read in pieces.
        }
        finally
        {
            key.GiveBack();
        }
    }

    private static async Task WriteAsync(KeyModel key, Content content, Func<Task> write)
    {
        key.BeginWrite(content);
        try
        {
            await write();
            key.WriteSucceeded();
        }
        catch
        {
            key.WriteFailed();
            throw;
        }
        finally
        {
            key.GiveBack();
        }
    }

    private void Expect(KeyModel key, Func<Content, bool> observed, string what)
    {
        if (!key.Accepts(observed))
        {
            load.Findings.Add($"wrong: {what} was read of {key}");
        }
    }
}
