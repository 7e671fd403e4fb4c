using System.Runtime.ExceptionServices;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// Sends the parts of an upload side by side, at most so many at a time. Who fills a part's buffer takes a place first, so that no more buffers exist than
/// there are places. The first part that fails ends the others.
/// </summary>
internal sealed class PartSender : IDisposable
{
    private readonly TransferContext _transfer;
    private readonly UploadTarget _target;
    private readonly StartedUpload _upload;
    private readonly UploadProgress? _progress;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _failing;
    private readonly List<UploadedPart> _parts = [];
    private readonly List<Task> _sending = [];
    private ExceptionDispatchInfo? _failure;

    public PartSender(TransferContext transfer, UploadTarget target, StartedUpload upload, UploadProgress? progress, CancellationToken cancellationToken)
    {
        _transfer = transfer;
        _target = target;
        _upload = upload;
        _progress = progress;
        _places = new SemaphoreSlim(transfer.Settings.Transfers.MaxConcurrentParts);
        _failing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Called when the store has a part, before the next takes its place.</summary>
    public Func<UploadedPart, MemoryBody, Task>? Sent { get; init; }

    /// <summary>Cancelled when a part has failed, or the upload is cancelled.</summary>
    public CancellationToken Token => _failing.Token;

    /// <summary>Throws what a part has failed with, if one has.</summary>
    public void ThrowIfFailed() => Volatile.Read(ref _failure)?.Throw();

    /// <summary>Waits for a place for the next part. To be used with <see cref="Send"/>, or given back.</summary>
    public async Task TakePlaceAsync(CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _failing.Token);
        try
        {
            await _places.WaitAsync(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ThrowIfFailed();
            throw;
        }
    }

    public void GiveBackPlace() => _places.Release();

    /// <summary>Sends a part in the place that was taken for it. The body belongs to the sender from now on.</summary>
    public void Send(int number, MemoryBody body)
    {
        _sending.RemoveAll(static task => task.IsCompletedSuccessfully);
        body.Progress = _progress?.Of(number);
        _sending.Add(SendAsync(number, body));
    }

    /// <summary>Takes note of a part that the store has already, and gives back its place.</summary>
    public void Keep(UploadedPart part, MemoryBody body)
    {
        Add(part);
        body.Release();
        GiveBackPlace();
        _progress?.Of(part.Number).Resume(part.Size);
    }

    /// <summary>Waits until all parts are stored.</summary>
    /// <returns>All parts, in the order of their numbers.</returns>
    public async Task<IReadOnlyList<UploadedPart>> FinishAsync()
    {
        try
        {
            await Task.WhenAll(_sending).ConfigureAwait(false);
        }
        catch
        {
            ThrowIfFailed();
            throw;
        }

        _parts.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        return _parts;
    }

    /// <summary>Ends what is under way.</summary>
    public void Cancel() => _failing.Cancel();

    /// <summary>Ends what is under way and waits until nothing is.</summary>
    public async Task StopAsync()
    {
        await _failing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _failing.Dispose();
        _places.Dispose();
    }

    private async Task SendAsync(int number, MemoryBody body)
    {
        try
        {
            var operation = new UploadPartOperation(_target.Bucket, _target.Key, _upload, number, body, _target.Options);
            UploadedPart part = await _transfer.Runner.RunAsync(operation, _target.Options, _failing.Token).ConfigureAwait(false);
            EncryptionProof.CheckPart(_target, _upload, part);
            Add(part);
            _progress?.Of(number).Complete();
            if (Sent is { } sent)
            {
                await sent(part, body).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // What comes after the first is the others' being cancelled.
            if (!_failing.IsCancellationRequested)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
                await _failing.CancelAsync().ConfigureAwait(false);
            }

            throw;
        }
        finally
        {
            body.Release();
            _places.Release();
        }
    }

    private void Add(UploadedPart part)
    {
        lock (_parts)
        {
            _parts.Add(part);
        }
    }
}
