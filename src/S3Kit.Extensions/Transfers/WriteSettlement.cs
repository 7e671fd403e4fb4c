using System.Collections.Frozen;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// Finds out whether a write whose answer was lost has happened, by looking at what is stored: it is ours when size, ETag and metadata are those of what
/// was sent, no more and no less, and it is no older than the operation. Made when the operation begins.
/// </summary>
internal sealed class WriteSettlement(TransferContext transfer, UploadTarget target)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Both of the store's times are in whole seconds.
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(2);

    private readonly long _began = transfer.Time.GetTimestamp();

    /// <summary>Whether an error leaves it open if the write has happened.</summary>
    /// <param name="error">How the operation ended.</param>
    /// <param name="mayHaveHappened">Whether an attempt before the last had no answer.</param>
    public static bool IsInDoubt(S3KitException error, bool mayHaveHappened) =>
        error is S3NetworkException or S3ServerException || (error is S3TimeoutException && error.Attempts > 0)
        || (mayHaveHappened && error is S3PreconditionFailedException or S3NotFoundException or S3ConflictException);

    /// <summary>The error to a condition that this very write may have broken.</summary>
    public static S3PreconditionFailedException InDoubt(S3PreconditionFailedException error) => new(
        $"{error.Message} An earlier attempt of this operation had no answer, and what is stored now may be what it wrote: size and time fit, but ETag and metadata do not tell.", error)
    {
        MayBeOwnWrite = true,
        StatusCode = error.StatusCode,
        ErrorCode = error.ErrorCode,
        RequestId = error.RequestId,
        Operation = error.Operation,
        Endpoint = error.Endpoint,
        Bucket = error.Bucket,
        Key = error.Key,
        Attempts = error.Attempts,
    };

    /// <summary>Options for requests that clear up behind an operation: they must not take long.</summary>
    public static RequestOptions Bounded(PutObjectOptions? options) =>
        new() { Priority = options?.Priority ?? RequestPriority.Normal, EndpointSelectionStrategy = options?.EndpointSelectionStrategy, Endpoint = options?.Endpoint, Timeout = Patience };

    /// <summary>Looks at what is stored.</summary>
    /// <param name="size">How many bytes were sent.</param>
    /// <param name="etag">The ETag they have on a store whose ETags are MD5s; <see langword="null"/> when it is not known.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The verdict, and what is stored as the result of the write; without a result when there is nothing, or nothing could be learnt.</returns>
    public async Task<(WriteVerdict Verdict, PutObjectResult? Present)> LookAsync(long size, string? etag, CancellationToken cancellationToken)
    {
        WrittenObject? present;
        try
        {
            present = await transfer.Runner.RunAsync(new LookAtWriteOperation(target.Bucket, target.Key, target.Options?.ServerSideEncryption as SseCustomerKey), Bounded(target.Options), cancellationToken).ConfigureAwait(false);
        }
        catch (S3KitException)
        {
            return (WriteVerdict.CannotTell, null);
        }

        if (present is null)
        {
            return (WriteVerdict.NotOurs, null);
        }

        ObjectInfo info = present.Info;
        string endpoint = info.Endpoint!;
        var result = new PutObjectResult
        {
            Bucket = target.Bucket,
            Key = target.Key,
            Location = transfer.Runner.Locate(endpoint, target.Bucket, target.Key),
            ETag = info.ETag,
            VersionId = info.VersionId,
            ServerSideEncryption = info.ServerSideEncryption,
            Size = info.Size,
            Endpoint = endpoint,
        };
        return (Judge(present, size, etag), result);
    }

    private WriteVerdict Judge(WrittenObject present, long size, string? etag)
    {
        if (present.Info.Size != size || present.Age > transfer.Time.GetElapsedTime(_began) + Grain || PartsOf(present.Info.ETag) != PartsOf(etag ?? present.Info.ETag))
        {
            return WriteVerdict.NotOurs;
        }

        return string.Equals(present.Info.ETag, etag, StringComparison.OrdinalIgnoreCase) && HasOurMetadata(present.Info) ? WriteVerdict.Ours : WriteVerdict.CannotTell;
    }

    // Encrypted or not, the ETag of an object of parts ends with how many they are.
    private static string PartsOf(string? etag) => etag?.LastIndexOf('-') is { } dash and >= 0 ? etag[dash..] : "";

    // All of it and no more: who adds a name of his own to the same bytes has written something else.
    private bool HasOurMetadata(ObjectInfo info)
    {
        IReadOnlyDictionary<string, string> sent = target.Options?.Metadata ?? FrozenDictionary<string, string>.Empty;
        if (info.Metadata.Count != sent.Count)
        {
            return false;
        }

        foreach ((string name, string value) in sent)
        {
            // Ceph keeps an underscore in a name as a hyphen.
            if (!(info.Metadata.TryGetValue(name, out string? found) || info.Metadata.TryGetValue(name.Replace('_', '-'), out found)) || found != value)
            {
                return false;
            }
        }

        return true;
    }
}
