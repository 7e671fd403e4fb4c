using System.Collections.Concurrent;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// Deletes any number of objects: in batches where the store knows them and XML carries the keys, singly otherwise. Every object that was asked for ends as
/// deleted or as an error, whatever happens to the others.
/// </summary>
internal sealed class MultiDelete(IOperationRunner runner, S3KitOptions settings, Func<bool> supportsBatches, string bucket, DeleteObjectsOptions? options)
{
    private const int BatchSize = 1000;

    private readonly ConcurrentDictionary<ObjectIdentifier, DeleteOutcome> _outcomes = [];
    private readonly ConcurrentQueue<ObjectIdentifier> _singles = [];

    // What kept a whole request from being answered. As long as nothing else is known, that is what the caller must hear.
    private S3KitException? _unanswered;
    private volatile bool _anyAnswered;

    public async Task<DeleteObjectsResult> RunAsync(IReadOnlyList<ObjectIdentifier> objects, CancellationToken cancellationToken)
    {
        List<ObjectIdentifier> batched = [];
        foreach (ObjectIdentifier each in objects.Distinct())
        {
            if (XmlSafety.Carries(each.Key) && (each.VersionId is null || XmlSafety.Carries(each.VersionId)))
            {
                batched.Add(each);
            }
            else
            {
                _singles.Enqueue(each);
            }
        }

        // One object alone needs no document about it.
        if (batched.Count == 1)
        {
            _singles.Enqueue(batched[0]);
            batched.Clear();
        }

        await ForEachAsync(batched.Chunk(BatchSize), settings.Transfers.MaxConcurrentParts, DeleteBatchAsync, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(_singles, settings.MaxConcurrentRequests, DeleteOneAsync, cancellationToken).ConfigureAwait(false);
        return !_anyAnswered && _unanswered is not null ? throw _unanswered : Collect(objects);
    }

    // A queue that refuses what it cannot hold must not be filled by what goes together.
    private Task ForEachAsync<T>(IEnumerable<T> items, int atATime, Func<T, CancellationToken, Task> act, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        items,
        new ParallelOptions
        {
            MaxDegreeOfParallelism = settings.QueueFullMode == QueueFullMode.Reject ? Math.Min(atATime, settings.QueueSize) : atATime,
            CancellationToken = cancellationToken,
        },
        async (item, token) => await act(item, token).ConfigureAwait(false));

    private async Task DeleteBatchAsync(ObjectIdentifier[] batch, CancellationToken cancellationToken)
    {
        if (!supportsBatches())
        {
            EnqueueSingles(batch);
            return;
        }

        var operation = new DeleteObjectsOperation(bucket, batch);
        try
        {
            if (await runner.RunAsync(operation, options, cancellationToken).ConfigureAwait(false) == MultiDeleteAnswer.Refused)
            {
                // What failed in passing at another endpoint before is asked for once more.
                EnqueueSingles(batch.Where(each => !operation.Outcomes.TryGetValue(each, out DeleteOutcome outcome) || outcome.Error is { IsTransient: true }));
            }
        }
        catch (S3KitException e)
        {
            // What an answer said of an object stands; the others share the fate of the request.
            foreach (ObjectIdentifier each in batch)
            {
                if (!operation.Outcomes.ContainsKey(each))
                {
                    Failed(each, e);
                }
            }

            if (operation.Outcomes.Count == 0)
            {
                Interlocked.CompareExchange(ref _unanswered, e, null);
            }
        }

        foreach ((ObjectIdentifier each, DeleteOutcome outcome) in operation.Outcomes)
        {
            Answered(each, outcome);
        }
    }

    private async Task DeleteOneAsync(ObjectIdentifier each, CancellationToken cancellationToken)
    {
        DeleteObjectOptions single = new()
        {
            Priority = options?.Priority ?? RequestPriority.Normal,
            Timeout = options?.Timeout,
            EndpointSelectionStrategy = options?.EndpointSelectionStrategy,
            Endpoint = options?.Endpoint,
            VersionId = each.VersionId,
        };
        try
        {
            DeleteObjectResult result = await runner.RunAsync(new DeleteObjectOperation(bucket, each.Key, single), single, cancellationToken).ConfigureAwait(false);
            Answered(each, new DeleteOutcome(
                new DeletedObject
                {
                    Key = each.Key,
                    VersionId = each.VersionId,
                    DeleteMarker = result.DeleteMarker,
                    DeleteMarkerVersionId = result.DeleteMarker ? result.VersionId : null,
                    Endpoint = result.Endpoint,
                },
                null));
        }
        catch (S3KitException e)
        {
            Failed(each, e);
            if (IsOfTheRequest(e))
            {
                Interlocked.CompareExchange(ref _unanswered, e, null);
            }
            else
            {
                _anyAnswered = true;
            }
        }
    }

    /// <summary>Whether an error says nothing of the object: in the answer to a batch it could not stand beside a key.</summary>
    private static bool IsOfTheRequest(S3KitException error) => error switch
    {
        S3NotFoundException { Resource: S3ResourceKind.Bucket } or S3AuthenticationException or S3NetworkException or S3TimeoutException => true,
        _ => error.StatusCode is null,
    };

    private void EnqueueSingles(IEnumerable<ObjectIdentifier> objects)
    {
        foreach (ObjectIdentifier each in objects)
        {
            _singles.Enqueue(each);
        }
    }

    private void Answered(ObjectIdentifier each, DeleteOutcome outcome)
    {
        _anyAnswered = true;
        _outcomes[each] = outcome;
    }

    private void Failed(ObjectIdentifier each, S3KitException error) => _outcomes[each] = new DeleteOutcome(null, new DeleteObjectError
    {
        Key = each.Key,
        VersionId = each.VersionId,
        Kind = error.Kind,
        ErrorCode = error.ErrorCode,
        Message = error.Message,
        IsTransient = error.IsTransient,
        Endpoint = error.Endpoint,
    });

    private DeleteObjectsResult Collect(IReadOnlyList<ObjectIdentifier> objects)
    {
        List<DeletedObject> deleted = [];
        List<DeleteObjectError> errors = [];
        foreach (ObjectIdentifier each in objects)
        {
            DeleteOutcome outcome = _outcomes[each];
            if (outcome.Deleted is { } done)
            {
                deleted.Add(done);
            }
            else
            {
                errors.Add(outcome.Error!);
            }
        }

        return new DeleteObjectsResult { Bucket = bucket, Deleted = deleted, Errors = errors };
    }
}
