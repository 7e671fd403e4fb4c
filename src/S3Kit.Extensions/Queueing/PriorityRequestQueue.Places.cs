namespace S3Kit.Queueing;

/// <content>Who has a place, and who waits for one. All of it under the lock.</content>
internal sealed partial class PriorityRequestQueue
{
    private void Accept(QueuedRequest request)
    {
        request.Sequence = ++_sequence;
        request.EnqueuedAt = time.GetTimestamp();
        _accepted++;
        _counts[Index(request.Priority)]++;
        request.Lane.Fresh(request.Priority).Append(request);
        List(request.Lane);
    }

    private void FreePlace(QueuedRequest left)
    {
        _accepted--;
        _counts[Index(left.Priority)]--;
        Unlist(left.Lane);
        Promote();
        PromotePast(left.Lane);
    }

    /// <summary>
    /// Whether a request may have a place although none is free: its target has room, and nothing else waits for it. So a queue that is full of requests for a busy endpoint holds up no
    /// others; there is at most one of these for each target.
    /// </summary>
    private static bool MayPass(QueuedRequest request) => request.Lane is { IsEmpty: true, Waiting: 0 } && request.Target.CanRun(request);

    private void AwaitPlace(QueuedRequest request)
    {
        _waiting[Index(request.Priority)].Append(request);
        request.Lane.Waiting++;
    }

    /// <summary>Gives free places to those that wait for one, the highest and oldest first.</summary>
    private void Promote()
    {
        foreach (RequestPriority priority in Descending)
        {
            RequestList list = _waiting[Index(priority)];
            while (_accepted < _capacity && list.First is { } next)
            {
                list.Remove(next);
                next.Lane.Waiting--;
                Accept(next);
            }
        }
    }

    /// <summary>Lets the first one that waits for this target pass a queue that is full of others.</summary>
    private void PromotePast(RequestLane lane)
    {
        if (!lane.IsEmpty || lane.Waiting == 0)
        {
            return;
        }

        foreach (RequestPriority priority in Descending)
        {
            RequestList list = _waiting[Index(priority)];
            for (QueuedRequest? next = list.First; next is not null; next = next.Next)
            {
                if (next.Lane == lane)
                {
                    list.Remove(next);
                    lane.Waiting--;
                    Accept(next);
                    return;
                }
            }
        }
    }

    private void List(RequestLane lane)
    {
        if (!lane.IsListed)
        {
            lane.IsListed = true;
            _lanes.Add(lane);
        }
    }

    private void Unlist(RequestLane lane)
    {
        if (lane.IsListed && lane.IsEmpty)
        {
            lane.IsListed = false;
            _lanes.Remove(lane);
        }
    }
}
