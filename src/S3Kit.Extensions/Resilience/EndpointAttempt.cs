using Polly;
using Polly.Timeout;
using S3Kit.Dispatching;
using S3Kit.Protocol;
using S3Kit.Routing;

namespace S3Kit.Resilience;

/// <summary>One attempt of a request at one endpoint, whose slot it has and gives back.</summary>
internal readonly struct EndpointAttempt<TResult>(
    RequestPipeline pipeline, ScheduledRequest<TResult> request, StorageEndpoint endpoint, Hedge? hedge = null)
{
    private readonly RequestPipeline _pipeline = pipeline;
    private readonly ScheduledRequest<TResult> _request = request;
    private readonly StorageEndpoint _endpoint = endpoint;
    private readonly Hedge? _hedge = hedge;

    /// <summary>Step 6: through the endpoint's pipeline.</summary>
    public async ValueTask<TResult> SendAsync(ResilienceContext context)
    {
        bool isRetry = _request.Attempts > 0;
        bool keptInFlight = false;
        try
        {
            _request.Token.ThrowIfCancellationRequested();
            _request.ServedBy = _endpoint.Name;
            TResult result = await _endpoint.Pipeline.ExecuteAsync(static (context, attempt) => attempt.TransmitAsync(context), context, this).ConfigureAwait(false);
            _endpoint.Answered(isRetry);

            // A stream still to be read stays in flight until it is disposed of.
            keptInFlight = result is GetObjectResult or ObjectBody;
            return result;
        }
        catch (S3CircuitOpenException) when (isRetry)
        {
            // Nothing was sent.
            _endpoint.RetryBudget.GiveBack();
            throw;
        }
        catch (ExecutionRejectedException e)
        {
            if (isRetry && e is not TimeoutRejectedException)
            {
                _endpoint.RetryBudget.GiveBack();
            }

            throw Rejections.Translate(e, new S3ErrorContext(_request.Operation.Name, _endpoint.Name, _request.Operation.Bucket, _request.Operation.Key));
        }
        catch (S3KitException e) when (e is not S3ThrottledException && TransientErrors.Judge(e) == EndpointVerdict.Success)
        {
            _endpoint.Answered(isRetry);
            throw;
        }
        finally
        {
            if (!keptInFlight)
            {
                _endpoint.Load.Finished();
            }

            _pipeline.ReleaseEndpoint(_endpoint);
        }
    }

    /// <summary>Steps 7 and 8.</summary>
    private async ValueTask<TResult> TransmitAsync(ResilienceContext context)
    {
        _request.SentTo(_endpoint);
        try
        {
            TResult answer = await _pipeline.Transport.SendAsync(
                _request.Operation, _endpoint, _request.Settings, _request.Deadline, context.CancellationToken).ConfigureAwait(false);
            _pipeline.Instruments.Attempt(_request.Operation.Name, _endpoint.Name, null);
            return answer;
        }
        catch (AbandonedAttemptException e) when (_hedge is { IsDecided: true })
        {
            // The other endpoint was quicker: that is no failure of this one.
            _pipeline.Instruments.Attempt(_request.Operation.Name, _endpoint.Name, e);
            throw new OperationCanceledException(e.Message, e, e.CancellationToken);
        }
        catch (Exception e)
        {
            _pipeline.Instruments.Attempt(_request.Operation.Name, _endpoint.Name, e);
            throw;
        }
    }
}
