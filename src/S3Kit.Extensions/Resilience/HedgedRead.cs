using Polly;
using S3Kit.Dispatching;
using S3Kit.Routing;

namespace S3Kit.Resilience;

/// <summary>
/// An attempt of a read that goes to a second endpoint when the first takes its time. The first answer counts; the other request is cancelled, what it may have
/// brought is disposed of, and it is never a failure of its endpoint. When one of the two fails, the other is waited for.
/// </summary>
internal sealed class HedgedRead<TResult>(RequestPipeline pipeline, ScheduledRequest<TResult> request, Hedge hedge)
{
    private readonly long _startedAt = pipeline.Time.GetTimestamp();

    public async ValueTask<TResult> SendAsync(StorageEndpoint endpoint)
    {
        hedge.Pool.Hedges.Began(hedge.MaxShare);
        Branch first = Start(endpoint);
        Branch? second = await IsSlowAsync(first).ConfigureAwait(false) ? TryStartSecond(endpoint) : null;
        Branch winner = second is null ? first : await QuickerAsync(first, second).ConfigureAwait(false);
        hedge.IsDecided = true;
        request.ServedBy = winner.Endpoint.Name;
        if (second is not null)
        {
            // Nobody waits for the loser to end.
            pipeline.Instruments.Hedged(request.Operation.Name, second.Endpoint.Name, winner == second);
            _ = EndAsync(winner == first ? second : first, isSecond: winner == first, isWanted: false);
        }

        try
        {
            TResult result = await winner.Task.ConfigureAwait(false);
            TimeSpan elapsed = pipeline.Time.GetElapsedTime(_startedAt);
            hedge.Pool.Hedges.Answered(elapsed);
            if (winner != first)
            {
                first.Endpoint.Load.WaitedFor(elapsed);
            }

            return result;
        }
        finally
        {
            await EndAsync(winner, isSecond: winner == second, isWanted: true).ConfigureAwait(false);
        }
    }

    /// <summary>An answer, be it that the object is not there; not a failure that another endpoint may make good, nor a cancellation.</summary>
    private static bool IsAnswer(Task task) =>
        task.IsCompletedSuccessfully || (task.IsFaulted && task.Exception.InnerException is not (S3KitException { IsTransient: true } or OperationCanceledException));

    /// <summary>The one that answers first; when both fail, the first one.</summary>
    private static async ValueTask<Branch> QuickerAsync(Branch first, Branch second)
    {
        Branch quicker = await Task.WhenAny(first.Task, second.Task).ConfigureAwait(false) == first.Task ? first : second;
        if (IsAnswer(quicker.Task))
        {
            return quicker;
        }

        Branch other = quicker == first ? second : first;
        await ((Task)other.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return IsAnswer(other.Task) ? other : first;
    }

    private Branch Start(StorageEndpoint endpoint)
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(request.Token);
        ResilienceContext context = ResilienceContextPool.Shared.Get(request.Operation.Name, continueOnCapturedContext: false, cancellation.Token);
        Task<TResult> task = new EndpointAttempt<TResult>(pipeline, request, endpoint, hedge).SendAsync(context).AsTask();
        return new Branch(endpoint, context, cancellation, task);
    }

    private async ValueTask<bool> IsSlowAsync(Branch first)
    {
        if (hedge.Delay is not { } delay || first.Task.IsCompleted)
        {
            return false;
        }

        using var stop = new CancellationTokenSource();
        Task slow = Task.Delay(delay, pipeline.Time, stop.Token);
        await Task.WhenAny(first.Task, slow).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        return !first.Task.IsCompleted;
    }

    /// <summary>Asks a second endpoint, if what may be spent on that allows it and no request that waits has to stand back for it.</summary>
    private Branch? TryStartSecond(StorageEndpoint first)
    {
        if (request.Token.IsCancellationRequested || !hedge.Pool.Hedges.TryTake())
        {
            return null;
        }

        if (pipeline.Dispatcher.TryTakeSlot())
        {
            if (pipeline.Router.TakeHedgeSlot(request, hedge.Pool, first) is { } endpoint)
            {
                return Start(endpoint);
            }

            pipeline.Dispatcher.ReleaseSlot();
        }

        hedge.Pool.Hedges.GiveBack();
        return null;
    }

    private async Task EndAsync(Branch branch, bool isSecond, bool isWanted)
    {
        if (!isWanted)
        {
            await branch.Cancellation.CancelAsync().ConfigureAwait(false);
            await ((Task)branch.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (branch.Task.IsCompletedSuccessfully && await branch.Task.ConfigureAwait(false) is IAsyncDisposable brought)
            {
                await brought.DisposeAsync().ConfigureAwait(false);
            }
        }

        branch.Cancellation.Dispose();
        ResilienceContextPool.Shared.Return(branch.Context);
        if (isSecond)
        {
            pipeline.Dispatcher.ReleaseSlot();
        }
    }

    private sealed record Branch(StorageEndpoint Endpoint, ResilienceContext Context, CancellationTokenSource Cancellation, Task<TResult> Task);
}
