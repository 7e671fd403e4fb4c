using S3Kit.Routing;

namespace S3Kit.Protocol;

/// <summary>One operation of S3: how it is asked for, and how its answer is read. Each call of the store makes one; it may be attempted several times.</summary>
/// <typeparam name="TResult">What the caller gets.</typeparam>
internal abstract class S3Operation<TResult> : IS3Operation
{
    public abstract string Name { get; }

    public string? Bucket { get; protected init; }

    public string? Key { get; protected init; }

    public virtual RequestBody Body => RequestBody.Empty;

    /// <summary>
    /// Whether an earlier attempt may have reached the store although no answer of it was seen, so that what is found now may be that attempt's own work.
    /// </summary>
    public bool MayHaveHappened { get; set; }

    /// <summary>The endpoint that this operation would rather go to, such as the one that gave a page's token; a matter of thrift, not of correctness.</summary>
    public virtual string? PreferredEndpoint => null;

    /// <summary>
    /// The endpoint where this operation's upload began. It goes there, and waits for it when it is busy; to another only when that one fails. Such an
    /// operation goes on with what was accepted already: a full or closing queue takes it.
    /// </summary>
    public virtual string? PinnedEndpoint => null;

    /// <summary>The endpoint that has just failed what this operation goes on with: it comes after the others, as one that was tried.</summary>
    public virtual string? AvoidedEndpoint => null;

    /// <summary>Whether it goes on with what was accepted already: then it waits where others are refused, and is taken while the queue closes.</summary>
    public virtual bool Continues => PinnedEndpoint is not null;

    /// <summary>
    /// How much longer than any other request the store may be silent, because it moves bytes itself before it answers. The operation's own time is
    /// longer by as much.
    /// </summary>
    public virtual TimeSpan WorkTime => TimeSpan.Zero;

    /// <summary>
    /// Whether it may be at two endpoints at a time, so that the quicker one serves it: <see langword="null"/> when the settings are to say. Only what reads,
    /// and keeps nothing of an attempt in itself, may be.
    /// </summary>
    public virtual bool? MayBeHedged => false;

    /// <summary>The request for one attempt.</summary>
    public abstract S3Request CreateRequest(StorageEndpoint endpoint);

    /// <summary>Reads the result from a successful answer.</summary>
    public abstract ValueTask<TResult> ReadAsync(S3Response response);

    /// <summary>Whether an error is in truth a result, such as the deletion of what is not there.</summary>
    public virtual bool TryReadError(S3KitException error, StorageEndpoint endpoint, out TResult result)
    {
        result = default!;
        return false;
    }
}
