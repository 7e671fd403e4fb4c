namespace S3Kit.Queueing;

/// <summary>A list of requests, linked through the requests themselves: appending and removing from anywhere cost the same and allocate nothing.</summary>
internal sealed class RequestList
{
    public QueuedRequest? First { get; private set; }

    public QueuedRequest? Last { get; private set; }

    public int Count { get; private set; }

    public void Append(QueuedRequest request)
    {
        request.List = this;
        request.Previous = Last;
        request.Next = null;
        if (Last is null)
        {
            First = request;
        }
        else
        {
            Last.Next = request;
        }

        Last = request;
        Count++;
    }

    public void Remove(QueuedRequest request)
    {
        if (request.Previous is null)
        {
            First = request.Next;
        }
        else
        {
            request.Previous.Next = request.Next;
        }

        if (request.Next is null)
        {
            Last = request.Previous;
        }
        else
        {
            request.Next.Previous = request.Previous;
        }

        request.List = null;
        request.Previous = null;
        request.Next = null;
        Count--;
    }
}
