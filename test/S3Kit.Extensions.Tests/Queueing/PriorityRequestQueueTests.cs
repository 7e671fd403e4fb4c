using Microsoft.Extensions.Time.Testing;
using S3Kit.Queueing;

namespace S3Kit.Tests.Queueing;

public sealed class PriorityRequestQueueTests
{
    private static readonly TimeSpan Aging = TimeSpan.FromSeconds(5);

    private FakeTimeProvider _time = null!;
    private PriorityRequestQueue _queue = null!;
    private QueueTarget _target = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new FakeTimeProvider();
        _queue = new PriorityRequestQueue(_time);
        _target = new QueueTarget();
    }

    [Test]
    public void Peek_SeveralClasses_HighBeforeNormalBeforeLowAndFifoInside()
    {
        Add("l1", RequestPriority.Low);
        Add("n1");
        Add("h1", RequestPriority.High);
        Add("l2", RequestPriority.Low);
        Add("h2", RequestPriority.High);
        Add("n2");

        Assert.That(TakeAll(), Is.EqualTo("h1 h2 n1 n2 l1 l2"));
    }

    [Test]
    public void Peek_SeveralTargets_OrderIsThatOfArrivalOverAll()
    {
        var other = new QueueTarget();
        Add("a");
        Add("b", target: other);
        Add("c");

        Assert.That(TakeAll(), Is.EqualTo("a b c"));
    }

    [Test]
    public void Peek_Twice_TakesNothing()
    {
        NamedRequest request = Add("a");

        Assert.That(_queue.Peek(), Is.SameAs(request));
        Assert.That(_queue.Peek(), Is.SameAs(request));
        Assert.That(_queue.TryTake(request), Is.True);
        Assert.That(_queue.TryTake(request), Is.False);
    }

    [Test]
    public void Peek_BusyTarget_OthersArePassedThrough()
    {
        var busy = new QueueTarget { Slots = 0 };
        Add("busy-high", RequestPriority.High, busy);
        Add("low", RequestPriority.Low);

        Assert.That(TakeAll(), Is.EqualTo("low"));

        busy.Slots = 1;
        Assert.That(TakeAll(), Is.EqualTo("busy-high"));
    }

    [Test]
    public void Enqueue_FullAndWaiting_TheHighestGetsThePlaceThatFrees()
    {
        _queue.Configure(1, QueueFullMode.Wait, Aging);
        NamedRequest holder = Add("holder");

        Assert.That(Enqueue("low", RequestPriority.Low), Is.EqualTo(EnqueueResult.Waiting));
        Assert.That(Enqueue("n1"), Is.EqualTo(EnqueueResult.Waiting));
        Assert.That(Enqueue("n2"), Is.EqualTo(EnqueueResult.Waiting));
        Assert.That(Enqueue("high", RequestPriority.High), Is.EqualTo(EnqueueResult.Waiting));
        Assert.That(_queue.WaitingCount, Is.EqualTo(4));

        Assert.That(_queue.Remove(holder), Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_queue.WaitingCount, Is.EqualTo(3));
            Assert.That(_queue.Count(RequestPriority.High), Is.EqualTo(1));
            Assert.That(TakeAll(), Is.EqualTo("high n1 n2 low"));
            Assert.That(_queue.WaitingCount, Is.Zero);
        }
    }

    [Test]
    public void Enqueue_FullAndRejecting_IsFullUntilAPlaceFrees()
    {
        _queue.Configure(2, QueueFullMode.Reject, Aging);
        Add("a");
        NamedRequest b = Add("b");

        Assert.That(Enqueue("c"), Is.EqualTo(EnqueueResult.Full));
        _queue.Remove(b);
        Assert.That(Enqueue("d"), Is.EqualTo(EnqueueResult.Accepted));
        Assert.That(TakeAll(), Is.EqualTo("a d"));
    }

    [Test]
    public void Configure_MorePlaces_WaitingOnesAreAccepted()
    {
        _queue.Configure(1, QueueFullMode.Wait, Aging);
        Add("a");
        Enqueue("b");
        Enqueue("c");

        _queue.Configure(2, QueueFullMode.Wait, Aging);

        Assert.That(_queue.Count(RequestPriority.Normal), Is.EqualTo(2));
        Assert.That(_queue.WaitingCount, Is.EqualTo(1));
    }

    [Test]
    public void Configure_FewerPlaces_WhatHoldsOneKeepsIt()
    {
        Add("a");
        Add("b");

        _queue.Configure(1, QueueFullMode.Reject, Aging);

        Assert.That(Enqueue("c"), Is.EqualTo(EnqueueResult.Full));
        Assert.That(TakeAll(), Is.EqualTo("a b"));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void Remove_AnywhereInAList_LeavesTheOthersInOrder(int removed)
    {
        NamedRequest[] requests = [Add("0"), Add("1"), Add("2")];

        Assert.That(_queue.Remove(requests[removed]), Is.True);

        Assert.That(_queue.Remove(requests[removed]), Is.False);
        Assert.That(_queue.Count(RequestPriority.Normal), Is.EqualTo(2));
        Assert.That(TakeAll(), Is.EqualTo(string.Join(' ', new[] { "0", "1", "2" }.Where((_, i) => i != removed))));
    }

    [Test]
    public void Remove_OneThatWaitsForAPlace_FreesNone()
    {
        _queue.Configure(1, QueueFullMode.Wait, Aging);
        Add("a");
        var waiting = new NamedRequest("b", _target);
        _queue.Enqueue(waiting);

        Assert.That(_queue.Remove(waiting), Is.True);

        Assert.That(_queue.Count(RequestPriority.Normal), Is.EqualTo(1));
        Assert.That(Enqueue("c"), Is.EqualTo(EnqueueResult.Waiting));
    }

    [Test]
    public void Peek_LowHasWaitedLong_GetsOneInFourDispatches()
    {
        AddMany("l", 3, RequestPriority.Low);
        _time.Advance(Aging + TimeSpan.FromTicks(1));
        AddMany("n", 9);

        Assert.That(TakeAll(), Is.EqualTo("n0 n1 n2 l0 n3 n4 n5 l1 n6 n7 n8 l2"));
    }

    [Test]
    public void Peek_LowHasWaitedTheIntervalAndNoMore_NeverGoesFirst()
    {
        Add("low", RequestPriority.Low);
        _time.Advance(Aging);
        AddMany("n", 8);

        Assert.That(TakeAll(), Is.EqualTo("n0 n1 n2 n3 n4 n5 n6 n7 low"));
    }

    [Test]
    public void Peek_AgedWithOneSlotOnly_StillGetsOneInFour()
    {
        // As the dispatcher does it: the slot is taken before the request is, so that at TryTake nothing else could run.
        AddMany("l", 4, RequestPriority.Low);
        _time.Advance(Aging + TimeSpan.FromTicks(1));
        AddMany("n", 6);
        List<string> taken = [];
        for (int i = 0; i < 8; i++)
        {
            _target.Slots = 1;
            QueuedRequest next = _queue.Peek()!;
            _target.Slots = 0;
            _queue.TryTake(next);
            taken.Add(next.ToString()!);
        }

        Assert.That(string.Join(' ', taken), Is.EqualTo("n0 n1 n2 l0 n3 n4 n5 l1"));
    }

    [Test]
    public void Peek_AgedAndReturningOfAHigherClass_SharesAsWithFreshOnes()
    {
        AddMany("l", 3, RequestPriority.Low);
        _time.Advance(Aging + TimeSpan.FromTicks(1));
        foreach (NamedRequest request in AddMany("n", 5))
        {
            _queue.TryTake(request);
            _queue.Return(request);
        }

        Assert.That(TakeAll(), Is.EqualTo("l0 n0 n1 n2 l1 n3 n4 l2"));
    }

    [Test]
    public void Return_KeepsItsOrderAndTakesNoPlace()
    {
        _queue.Configure(2, QueueFullMode.Reject, Aging);
        NamedRequest first = Add("first");
        NamedRequest second = Add("second");
        _queue.TryTake(first);
        _queue.TryTake(second);
        Add("a");
        Add("b");

        _queue.Return(second);
        _queue.Return(first);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_queue.Count(RequestPriority.Normal), Is.EqualTo(2));
            Assert.That(Enqueue("c"), Is.EqualTo(EnqueueResult.Full));
            Assert.That(TakeAll(), Is.EqualTo("first second a b"));
        }
    }

    [Test]
    public void Return_OfALowerClass_DoesNotGoBeforeAHigher()
    {
        NamedRequest low = Add("low", RequestPriority.Low);
        _queue.TryTake(low);
        _queue.Return(low);
        Add("normal");

        Assert.That(TakeAll(), Is.EqualTo("normal low"));
    }

    [Test]
    public void Remove_ReturningOne_FreesNoPlace()
    {
        _queue.Configure(1, QueueFullMode.Reject, Aging);
        NamedRequest returning = Add("returning");
        _queue.TryTake(returning);
        _queue.Return(returning);
        Add("a");

        Assert.That(_queue.Remove(returning), Is.True);

        Assert.That(Enqueue("b"), Is.EqualTo(EnqueueResult.Full));
        Assert.That(TakeAll(), Is.EqualTo("a"));
    }

    [Test]
    public void Close_HandsOutTheWaitingAndKeepsTheAccepted()
    {
        _queue.Configure(1, QueueFullMode.Wait, Aging);
        NamedRequest accepted = Add("accepted");
        Enqueue("waiting");

        List<QueuedRequest> waiting = _queue.Close();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(waiting.Select(request => request.ToString()), Is.EqualTo(["waiting"]));
            Assert.That(Enqueue("late"), Is.EqualTo(EnqueueResult.Closed));
            Assert.That(_queue.Close(), Is.Empty);
            Assert.That(_queue.Peek(), Is.SameAs(accepted));
        }

        _queue.TryTake(accepted);
        _queue.Return(accepted);
        Assert.That(TakeAll(), Is.EqualTo("accepted"));
    }

    [Test]
    public void Clear_HandsOutAll()
    {
        _queue.Configure(3, QueueFullMode.Wait, Aging);
        NamedRequest returning = Add("returning");
        _queue.TryTake(returning);
        _queue.Return(returning);
        Add("low", RequestPriority.Low);
        Add("other", RequestPriority.High, new QueueTarget { Slots = 0 });
        Add("normal");
        Enqueue("waiting");

        List<QueuedRequest> all = [.. _queue.Close(), .. _queue.Clear()];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.Select(request => request.ToString()), Is.EquivalentTo(["returning", "low", "other", "normal", "waiting"]));
            Assert.That(_queue.Peek(), Is.Null);
            Assert.That(_queue.WaitingCount, Is.Zero);
            Assert.That(_queue.Count(RequestPriority.High) + _queue.Count(RequestPriority.Normal) + _queue.Count(RequestPriority.Low), Is.Zero);
        }
    }

    [Test]
    public void Enqueue_FullOfOthers_WhoseTargetIsFreePasses()
    {
        _queue.Configure(2, QueueFullMode.Reject, Aging);
        var busy = new QueueTarget { Slots = 0 };
        Add("b1", target: busy);
        Add("b2", target: busy);

        Assert.That(_queue.Enqueue(new NamedRequest("b3", busy)), Is.EqualTo(EnqueueResult.Full));
        Assert.That(Enqueue("free"), Is.EqualTo(EnqueueResult.Accepted));
        Assert.That(Enqueue("second"), Is.EqualTo(EnqueueResult.Full), "One for each target: the queue stays bounded.");
        Assert.That(TakeAll(), Is.EqualTo("free"));
        Assert.That(Enqueue("third"), Is.EqualTo(EnqueueResult.Accepted));
    }

    [Test]
    public void Enqueue_FullOfOthersAndWaiting_OneAfterTheOtherPasses()
    {
        _queue.Configure(1, QueueFullMode.Wait, Aging);
        var busy = new QueueTarget { Slots = 0 };
        Add("b1", target: busy);
        _queue.Enqueue(new NamedRequest("b2", busy));
        Add("free1");
        Assert.That(Enqueue("free2"), Is.EqualTo(EnqueueResult.Waiting));
        Assert.That(Enqueue("free3"), Is.EqualTo(EnqueueResult.Waiting));

        Assert.That(TakeAll(), Is.EqualTo("free1 free2 free3"));
        Assert.That(_queue.WaitingCount, Is.EqualTo(1));

        busy.Slots = 1;
        Assert.That(TakeAll(), Is.EqualTo("b1 b2"));
        Assert.That(_queue.ToSnapshot(0).Count, Is.Zero);
    }

    [Test]
    public void Remove_OneThatWaitsForAPlace_LetsLaterOnesPass()
    {
        _queue.Configure(1, QueueFullMode.Wait, Aging);
        var busy = new QueueTarget { Slots = 0 };
        Add("b1", target: busy);
        _target.Slots = 0;
        var waiting = new NamedRequest("waiting", _target);
        Assert.That(_queue.Enqueue(waiting), Is.EqualTo(EnqueueResult.Waiting));
        _queue.Remove(waiting);
        _target.Slots = 1;

        Assert.That(Enqueue("later"), Is.EqualTo(EnqueueResult.Accepted));
    }

    [Test]
    public void ToSnapshot_SomeOfEach_CountsThemByPriority()
    {
        _queue.Configure(4, QueueFullMode.Wait, Aging);
        Add("h", RequestPriority.High);
        Add("n1");
        Add("n2");
        Add("l", RequestPriority.Low);
        Enqueue("later");

        Assert.That(
            _queue.ToSnapshot(running: 3),
            Is.EqualTo(new QueueSnapshot { High = 1, Normal = 2, Low = 1, WaitingForPlace = 1, Capacity = 4, Running = 3 }));
    }

    private NamedRequest Add(string name, RequestPriority priority = RequestPriority.Normal, DispatchTarget? target = null)
    {
        var request = new NamedRequest(name, target ?? _target, priority);
        Assert.That(_queue.Enqueue(request), Is.EqualTo(EnqueueResult.Accepted));
        return request;
    }

    private List<NamedRequest> AddMany(string name, int count, RequestPriority priority = RequestPriority.Normal) =>
        [.. Enumerable.Range(0, count).Select(i => Add($"{name}{i}", priority))];

    private EnqueueResult Enqueue(string name, RequestPriority priority = RequestPriority.Normal) => _queue.Enqueue(new NamedRequest(name, _target, priority));

    private string TakeAll()
    {
        List<string> taken = [];
        while (_queue.Peek() is { } next)
        {
            Assert.That(_queue.TryTake(next), Is.True);
            taken.Add(next.ToString()!);
        }

        return string.Join(' ', taken);
    }
}
