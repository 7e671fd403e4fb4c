namespace S3Kit.IntegrationTests;

/// <summary>Says when a transfer has come so far, and holds up whoever reports that until the test lets it go on.</summary>
internal sealed class ProgressSignal(long bytes) : IProgress<TransferProgress>, IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _goOn = new();

    public Task Reached => _reached.Task;

    public TransferProgress Last { get; private set; }

    public void GoOn() => _goOn.Set();

    public void Dispose() => _goOn.Dispose();

    public void Report(TransferProgress value)
    {
        Last = value;
        if (value.BytesTransferred >= bytes && _reached.TrySetResult())
        {
            _goOn.Wait(TimeSpan.FromMinutes(1));
        }
    }
}
