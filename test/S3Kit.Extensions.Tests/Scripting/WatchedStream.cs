namespace S3Kit.Tests.Scripting;

/// <summary>Bytes that tell when they are no longer wanted.</summary>
internal sealed class WatchedStream(byte[] bytes) : MemoryStream(bytes)
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Disposed => _disposed.Task;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _disposed.TrySetResult();
    }
}
