using S3Kit.Chaos.Faults;
using S3Kit.Chaos.Model;

namespace S3Kit.Chaos.Load;

/// <summary>What the callers share.</summary>
internal sealed class LoadContext(
    IObjectStore store, string bucket, AttemptLog keys, Outcomes outcomes, Findings findings, IReadOnlyCollection<FaultProxy> proxies, string folder, int callers)
{
    public const string Small = "small/";
    public const string Large = "large/";

    private int _number;

    public IObjectStore Store { get; } = store;

    public string Bucket { get; } = bucket;

    /// <summary>Where files are downloaded to.</summary>
    public string Folder { get; } = folder;

    public AttemptLog Keys { get; } = keys;

    public Outcomes Outcomes { get; } = outcomes;

    public Findings Findings { get; } = findings;

    public int Callers { get; } = callers;

    /// <summary>How often the proxies changed a byte of an answer so far.</summary>
    public int Corrupted => proxies.Sum(proxy => proxy.Corrupted);

    public int NextNumber() => Interlocked.Increment(ref _number);
}
