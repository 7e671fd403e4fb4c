using S3Kit.Chaos.Load;
using S3Kit.Chaos.Model;

namespace S3Kit.Chaos.Checking;

/// <summary>When all is well again: is everything there that was acknowledged, and nothing that was never written; is nothing held or left behind?</summary>
/// <param name="store">One that has seen no trouble.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="keys">What must be there.</param>
/// <param name="findings">What is not as it must be.</param>
/// <param name="print">Where the figures go.</param>
internal sealed class FinalCheck(IObjectStore store, string bucket, AttemptLog keys, Findings findings, Action<string> print)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ParallelOptions EightAtATime = new() { MaxDegreeOfParallelism = 8 };

    /// <summary>Slots, downloads and the queue of the store that has seen the trouble.</summary>
    public async Task NothingIsHeldAsync(IEndpointRegistry endpoints)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        while (IsHeld())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                var held = endpoints.Endpoints.Select(each => $"{each.Name} {each.ActiveRequests} active, {each.InFlightRequests} in flight");
                findings.Add($"leaked: {QueueLength.Read()} queued, {string.Join(", ", held)}");
                return;
            }

            await timer.WaitForNextTickAsync();
        }

        print("Slots, downloads in flight and the queue: all given back.");

        bool IsHeld() => endpoints.Endpoints.Any(each => each.ActiveRequests != 0 || each.InFlightRequests != 0) || QueueLength.Read() != 0;
    }

    /// <summary>A download that failed leaves nothing, one that succeeded was read and deleted.</summary>
    public void NoFileIsLeft(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            findings.Add($"left behind: the file {Path.GetFileName(path)}");
        }

        Directory.Delete(folder, recursive: true);
    }

    public async Task ObjectsAsync()
    {
        var acknowledged = 0;
        var failed = 0;
        var late = 0;
        await Parallel.ForEachAsync(keys.Keys, EightAtATime, async (key, token) =>
        {
            var hash = await HashAsync(key.Key, token);
            if (!key.Accepts(content => content.Sha256 == hash))
            {
                var what = key.Acknowledged == Content.None ? "wrong" : "lost or wrong";
                findings.Add($"{what} at the end: {hash} is stored as {key}, acknowledged: {key.Acknowledged}");
            }
            else if (hash == key.Acknowledged.Sha256)
            {
                Interlocked.Increment(ref acknowledged);
            }
            else if (key.HasFailedSince)
            {
                Interlocked.Increment(ref failed);
            }
            else
            {
                Interlocked.Increment(ref late);
            }
        });
        print(FormattableString.Invariant(
            $"{keys.Keys.Count} keys read back: {acknowledged} as acknowledged last, {failed} as a write left them that failed later."));
        print(FormattableString.Invariant($"{late} keys fell back to an older write that a gateway carried out late."));

        var listed = 0;
        await foreach (var info in store.ListObjectsAsync(bucket))
        {
            listed++;
            if (keys.Find(info.Key)?.Accepts(content => content.Size == info.Size) != true)
            {
                findings.Add($"wrong in the last listing: {info.Key} of {info.Size} bytes");
            }
        }

        print(FormattableString.Invariant($"{listed} objects listed."));
    }

    public async Task UploadsAsync()
    {
        var left = await store.ListMultipartUploadsAsync(bucket).ToListAsync();
        foreach (var group in left.GroupBy(upload => keys.Excuse(upload.UploadId)))
        {
            print(FormattableString.Invariant($"{group.Count()} uploads in parts left behind: {group.Key ?? "for no reason"}."));
            if (group.Key is null)
            {
                findings.Add($"left behind: uploads of {string.Join(", ", group.Select(upload => upload.Key))}");
            }
        }

        var swept = await store.AbortStaleUploadsAsync(bucket, TimeSpan.Zero);
        var still = await store.ListMultipartUploadsAsync(bucket).CountAsync();
        print(FormattableString.Invariant($"Uploads in parts: {left.Count} left behind, {swept.Aborted.Count} swept, {still} still there."));
        if (still > 0)
        {
            findings.Add(FormattableString.Invariant($"{still} uploads in parts cannot be swept"));
        }
    }

    public async Task RemoveAllAsync()
    {
        await Parallel.ForEachAsync(keys.Keys, EightAtATime, async (key, token) => await store.DeleteObjectAsync(bucket, key.Key, cancellationToken: token));
        await store.DeleteBucketAsync(bucket);
    }

    private async Task<string> HashAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await using var result = await store.GetObjectAsync(bucket, key, cancellationToken: cancellationToken);
            using var copy = new MemoryStream();
            await result.Content.CopyToAsync(copy, cancellationToken);
            return Content.Hash(copy.ToArray());
        }
        catch (S3NotFoundException)
        {
            return Content.None.Sha256;
        }
    }
}
