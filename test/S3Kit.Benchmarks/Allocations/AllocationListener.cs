using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace S3Kit.Benchmarks.Allocations;

/// <summary>Counts what is allocated, by type: the runtime tells the type of every allocation that fills up another hundred kilobytes.</summary>
internal sealed class AllocationListener : EventListener
{
    private const EventKeywords GarbageCollection = (EventKeywords)1;

    private readonly ConcurrentDictionary<string, long> _samples = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Samples => _samples;

    public void Forget() => _samples.Clear();

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (string.Equals(eventSource.Name, "Microsoft-Windows-DotNETRuntime", StringComparison.Ordinal))
        {
            EnableEvents(eventSource, EventLevel.Verbose, GarbageCollection);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) == true && eventData.PayloadNames?.IndexOf("TypeName") is >= 0 and { } index)
        {
            _samples?.AddOrUpdate((string?)eventData.Payload![index] ?? "?", 1, static (_, count) => count + 1);
        }
    }
}
