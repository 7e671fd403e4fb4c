using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace S3Kit.Routing;

/// <summary>Handles what is added in that order and one at a time, on a thread of the pool and without the context of whoever adds it.</summary>
internal sealed class SerialQueue<T>(Action<T> handle) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<T> _queue = new();
    private int _waiting;

    /// <summary>Never waits and runs no code but its own: it may be called under a lock.</summary>
    public void Add(T item)
    {
        _queue.Enqueue(item);
        if (Interlocked.Increment(ref _waiting) == 1)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            _queue.TryDequeue(out T? item);
            Handle(item!);
        }
        while (Interlocked.Decrement(ref _waiting) > 0);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A logger or a listener to metrics that throws must neither end the process nor the queue.")]
    private void Handle(T item)
    {
        try
        {
            handle(item);
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }
    }
}
