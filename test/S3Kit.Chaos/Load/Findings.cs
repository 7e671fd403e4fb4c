using System.Collections.Concurrent;

namespace S3Kit.Chaos.Load;

/// <summary>What must not be.</summary>
internal sealed class Findings
{
    private readonly ConcurrentQueue<string> _all = new();

    public IReadOnlyCollection<string> All => _all;

    public void Add(string finding) => _all.Enqueue(finding);
}
