using System.Threading.Channels;

namespace S3Kit.Directories;

/// <summary>
/// Does what is to be done with the files of a folder, several at a time, and tells the progress. Whatever ends a file goes through a channel to the one
/// loop that counts and reports: so the reports are in order, and the app's code runs under no lock.
/// </summary>
internal sealed class DirectoryRun(DirectoryContext context)
{
    private readonly List<DirectoryFileResult> _results = [];
    private volatile bool _hasFailed;
    private int _done;
    private int _total;
    private int _failed;
    private long _bytesDone;
    private long _bytesTotal;

    /// <summary>Runs the transfers and then, if none failed, the deletions.</summary>
    public async Task<DirectoryTransferResult> RunAsync(IReadOnlyList<DirectoryStep> transfers, IReadOnlyList<DirectoryStep> deletions, CancellationToken cancellationToken)
    {
        _total = transfers.Count + deletions.Count;
        _bytesTotal = transfers.Where(static step => step.HasBytes).Sum(static step => step.Size);
        Report(current: null);
        try
        {
            await RunAllAsync(transfers, context.Options.StopOnFirstFailure, cancellationToken).ConfigureAwait(false);

            // After a failure it is not certain that what seems to be extra is: it may be in a folder that could not be read.
            bool areDeletionsSafe = !_hasFailed;
            if (areDeletionsSafe)
            {
                await RunAllAsync(deletions, context.Options.StopOnFirstFailure, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                _results.AddRange(deletions.Select(static step => step.NotStarted()));
            }
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested && e.CancellationToken != cancellationToken)
        {
            // Cancelled through a token of our own that follows the caller's: the caller knows its own only.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }

        return new DirectoryTransferResult
        {
            Files = [.. _results.OrderBy(static result => result.Path, StringComparer.Ordinal)],
            IsDryRun = context.Options is SyncDirectoryOptions { DryRun: true },
            Operation = context.Operation,
            Bucket = context.Bucket,
        };
    }

    private async Task RunAllAsync(IReadOnlyList<DirectoryStep> steps, bool stopsOnFailure, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<(DirectoryStep Step, DirectoryFileResult Result)> ended = Channel.CreateUnbounded<(DirectoryStep, DirectoryFileResult)>(
            new UnboundedChannelOptions { SingleReader = true, SingleWriter = false, AllowSynchronousContinuations = false });
        Task work = WorkAsync(steps, stopsOnFailure, ended.Writer, stop.Token);
        try
        {
            await foreach ((DirectoryStep step, DirectoryFileResult result) in ended.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                Count(step, result);
            }
        }
        catch
        {
            // The app's progress threw: what is under way is called off, and its end awaited.
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await work.ConfigureAwait(false);
    }

    private async Task WorkAsync(
        IReadOnlyList<DirectoryStep> steps, bool stopsOnFailure, ChannelWriter<(DirectoryStep Step, DirectoryFileResult Result)> ended, CancellationToken cancellationToken)
    {
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Options.MaxConcurrentFiles, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                steps,
                parallel,
                async (step, _) =>
                {
                    DirectoryFileResult result = _hasFailed && stopsOnFailure ? step.NotStarted() : await TryAsync(step, cancellationToken).ConfigureAwait(false);
                    await ended.WriteAsync((step, result), CancellationToken.None).ConfigureAwait(false);
                }).ConfigureAwait(false);
        }
        finally
        {
            ended.Complete();
        }
    }

    private async ValueTask<DirectoryFileResult> TryAsync(DirectoryStep step, CancellationToken cancellationToken)
    {
        DirectoryFileResult result;
        try
        {
            result = await step.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            // Whatever it is, it is the failure of this file and not of the others.
            result = step.Failed(e);
        }

        if (result.Outcome == DirectoryFileOutcome.Failed)
        {
            _hasFailed = true;
        }

        return result;
    }

    private void Count(DirectoryStep step, DirectoryFileResult result)
    {
        _results.Add(result);
        if (result.Outcome == DirectoryFileOutcome.NotStarted)
        {
            return;
        }

        _done++;
        if (result.Outcome == DirectoryFileOutcome.Failed)
        {
            _failed++;
        }
        else if (step.HasBytes)
        {
            _bytesTotal += result.Size - step.Size;
            _bytesDone += result.Size;
        }

        Report(result.Path);
    }

    private void Report(string? current) => context.Options.Progress?.Report(new DirectoryProgress
    {
        FilesDone = _done,
        FilesTotal = _total,
        FilesFailed = _failed,
        BytesDone = _bytesDone,
        BytesTotal = _bytesTotal,
        CurrentFile = current,
    });
}
