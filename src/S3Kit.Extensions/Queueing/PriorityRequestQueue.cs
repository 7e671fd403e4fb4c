namespace S3Kit.Queueing;

/// <summary>
/// Step 2 of a request's way: the bounded priority channel. HIGH before NORMAL before LOW, first in first out inside one class and target; a
/// request whose target is busy is passed over without holding up the others; one that has waited long gets every fourth dispatch. Any number of
/// writers, one reader (the dispatcher).
/// </summary>
internal sealed partial class PriorityRequestQueue(TimeProvider time)
{
    private const int AgedShare = 4;

    private static readonly RequestPriority[] Descending = [RequestPriority.High, RequestPriority.Normal, RequestPriority.Low];

    private readonly Lock _gate = new();
    private readonly List<RequestLane> _lanes = [];

    /// <summary>Not accepted yet, by priority: the writers of a full queue that waits.</summary>
    private readonly RequestList[] _waiting = [new(), new(), new()];

    private readonly int[] _counts = new int[3];
    private int _accepted;
    private long _sequence;
    private int _sinceAged;
    private bool _closed;
    private bool _cleared;
    private int _capacity = 100;
    private QueueFullMode _fullMode;
    private TimeSpan _agingInterval = TimeSpan.FromSeconds(5);

    /// <summary>What <see cref="Peek"/> chose for its age, although one of a higher class could run.</summary>
    private QueuedRequest? _outOfTurn;

    /// <summary>How many requests may hold a place.</summary>
    public int Capacity
    {
        get
        {
            lock (_gate)
            {
                return _capacity;
            }
        }
    }

    /// <summary>How many requests of a class hold a place.</summary>
    public int Count(RequestPriority priority) => Volatile.Read(ref _counts[Index(priority)]);

    /// <summary>How many requests wait for a place.</summary>
    public int WaitingCount
    {
        get
        {
            lock (_gate)
            {
                return _waiting[0].Count + _waiting[1].Count + _waiting[2].Count;
            }
        }
    }

    /// <summary>How many requests wait, at one moment.</summary>
    /// <param name="running">How many run.</param>
    public QueueSnapshot ToSnapshot(int running)
    {
        lock (_gate)
        {
            return new QueueSnapshot
            {
                High = _counts[Index(RequestPriority.High)],
                Normal = _counts[Index(RequestPriority.Normal)],
                Low = _counts[Index(RequestPriority.Low)],
                WaitingForPlace = WaitingCount,
                Capacity = _capacity,
                Running = running,
            };
        }
    }

    /// <summary>Sets the limits, at any time. Requests that hold a place keep it when there are fewer places now.</summary>
    public void Configure(int capacity, QueueFullMode fullMode, TimeSpan agingInterval)
    {
        lock (_gate)
        {
            _capacity = capacity;
            _fullMode = fullMode;
            _agingInterval = agingInterval;
            Promote();
        }
    }

    public EnqueueResult Enqueue(QueuedRequest request)
    {
        lock (_gate)
        {
            if (_cleared || (_closed && !request.Continues))
            {
                return EnqueueResult.Closed;
            }

            if (_accepted < _capacity || MayPass(request))
            {
                Accept(request);
                return EnqueueResult.Accepted;
            }

            if (_fullMode == QueueFullMode.Reject && !request.Continues)
            {
                return EnqueueResult.Full;
            }

            AwaitPlace(request);
            return EnqueueResult.Waiting;
        }
    }

    /// <summary>Takes back a request that is to be tried again. It was accepted once, so it needs no place, even of a closed queue.</summary>
    public void Return(QueuedRequest request)
    {
        lock (_gate)
        {
            request.IsReturning = true;
            request.Lane.Returning.Append(request);
            List(request.Lane);
        }
    }

    /// <summary>Takes a request out, wherever it stands.</summary>
    /// <returns>Whether it stood in the queue; if not, it has been dispatched, or never came.</returns>
    public bool Remove(QueuedRequest request)
    {
        lock (_gate)
        {
            RequestList? list = request.List;
            if (list is null)
            {
                return false;
            }

            list.Remove(request);
            if (request.IsReturning)
            {
                request.IsReturning = false;
                Unlist(request.Lane);
            }
            else if (list == _waiting[Index(request.Priority)])
            {
                request.Lane.Waiting--;
            }
            else
            {
                FreePlace(request);
            }

            return true;
        }
    }

    /// <summary>The request to dispatch next. It stays where it is until it is removed: it may be cancelled in between.</summary>
    public QueuedRequest? Peek()
    {
        lock (_gate)
        {
            QueuedRequest? best = null;
            QueuedRequest? aged = null;
            foreach (RequestLane lane in _lanes)
            {
                // What was dispatched before goes first in its class: it is the oldest. Each may have endpoints it must not go to again, so
                // all are looked at; they are never more than the dispatcher has let through.
                for (QueuedRequest? request = lane.Returning.First; request is not null; request = request.Next)
                {
                    if (IsBefore(request, best) && request.Target.CanRun(request))
                    {
                        best = request;
                    }
                }

                foreach (RequestPriority priority in Descending)
                {
                    if (lane.Fresh(priority).First is { } first && first.Target.CanRun(first))
                    {
                        if (IsBefore(first, best))
                        {
                            best = first;
                        }

                        if ((aged is null || first.Sequence < aged.Sequence) && time.GetElapsedTime(first.EnqueuedAt) > _agingInterval)
                        {
                            aged = first;
                        }
                    }
                }
            }

            _outOfTurn = aged is not null && best is not null && aged.Priority < best.Priority && _sinceAged >= AgedShare - 1 ? aged : null;
            return _outOfTurn ?? best;
        }
    }

    /// <summary>Takes the request that <see cref="Peek"/> chose.</summary>
    /// <returns>Whether it was still there.</returns>
    public bool TryTake(QueuedRequest request)
    {
        lock (_gate)
        {
            if (!Remove(request))
            {
                return false;
            }

            // What the look decided counts: by now the chosen one may hold the very slot that would let a higher one run.
            _sinceAged = ReferenceEquals(request, _outOfTurn) ? 0 : Math.Min(_sinceAged + 1, AgedShare);
            return true;
        }
    }

    /// <summary>Takes in nothing more, but what goes on with something accepted.</summary>
    /// <returns>The requests that were still waiting for a place and now wait in vain.</returns>
    public List<QueuedRequest> Close()
    {
        lock (_gate)
        {
            _closed = true;
            List<QueuedRequest> refused = Drain(_waiting);
            foreach (QueuedRequest request in refused)
            {
                if (request.Continues)
                {
                    AwaitPlace(request);
                }
            }

            refused.RemoveAll(static request => request.Continues);
            return refused;
        }
    }

    /// <summary>Takes out everything, and takes in nothing whatever it is.</summary>
    public List<QueuedRequest> Clear()
    {
        lock (_gate)
        {
            _closed = true;
            _cleared = true;
            List<QueuedRequest> all = Drain(_waiting);
            foreach (RequestLane lane in _lanes.ToArray())
            {
                foreach (RequestList list in (ReadOnlySpan<RequestList>)[lane.Returning, lane.Fresh(RequestPriority.High), lane.Fresh(RequestPriority.Normal), lane.Fresh(RequestPriority.Low)])
                {
                    while (list.First is { } request)
                    {
                        Remove(request);
                        all.Add(request);
                    }
                }
            }

            return all;
        }
    }

    private static int Index(RequestPriority priority) => (int)priority + 1;

    private static bool IsBefore(QueuedRequest request, QueuedRequest? other) =>
        other is null || request.Priority > other.Priority || (request.Priority == other.Priority && request.Sequence < other.Sequence);

    private static List<QueuedRequest> Drain(RequestList[] lists)
    {
        List<QueuedRequest> drained = [];
        foreach (RequestList list in lists)
        {
            while (list.First is { } request)
            {
                list.Remove(request);
                request.Lane.Waiting--;
                drained.Add(request);
            }
        }

        return drained;
    }
}
