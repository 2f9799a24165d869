namespace LeakGuard.ValidCode.MadeInTwoSteps;

/// <summary>Made, started once and given out: the start is the second half of the making.</summary>
public sealed class Joined(IObservable<int>[] sources) : IObservable<int>
{
    public IDisposable Subscribe(IObserver<int> observer)
    {
        var sink = new Sink(observer, sources.Length);
        sink.Run(sources);
        return sink;
    }

    private sealed class Sink(IObserver<int> downstream, int count) : IObserver<int>, IDisposable
    {
        private readonly object _gate = new();
        private readonly IDisposable?[] _subscriptions = new IDisposable?[count];
        private readonly Level[] _levels = new Level[count];

        public void Run(IObservable<int>[] sources)
        {
            lock (_gate)
            {
                for (var n = 0; n < _levels.Length; n++)
                    _levels[n] = new Level(n);
            }

            var i = 0;
            _subscriptions[i] = sources[0].Subscribe(this);
            i++;
            _subscriptions[i] = sources[1].Subscribe(this);
        }

        public void OnNext(int value)
        {
            lock (_gate)
                downstream.OnNext(value + _levels[0].Depth);
        }

        public void OnError(Exception error) => downstream.OnError(error);

        public void OnCompleted() => downstream.OnCompleted();

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var level in _levels)
                    level.Dispose();
            }

            foreach (var subscription in _subscriptions)
                subscription?.Dispose();
        }
    }

    private sealed class Level(int depth) : IDisposable
    {
        private readonly Timer _timer = new(_ => Console.WriteLine(depth));

        public int Depth => depth;

        public void Dispose() => _timer.Dispose();
    }
}

/// <summary>A stage deregisters before it registers, in the same handler.</summary>
public class Colorizer
{
    private readonly bool _isFixed;
    private Timer? _timer;

    public Colorizer()
    {
    }

    public Colorizer(Timer timer)
    {
        _timer = timer ?? throw new ArgumentNullException(nameof(timer));
        _isFixed = true;
    }

    public void Attach(AppDomain view)
    {
        view.AssemblyLoad += OnChanged;
        Register(view);
    }

    private void OnChanged(object? sender, EventArgs e)
    {
        var view = (AppDomain)sender!;
        Deregister(view);
        Register(view);
    }

    protected virtual void Deregister(AppDomain view)
    {
        if (_timer != null && !_isFixed)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    protected virtual void Register(AppDomain view)
    {
        if (view.IsFullyTrusted)
        {
            if (!_isFixed)
                _timer = new Timer(_ => Console.WriteLine(view.FriendlyName));
            _timer?.Change(1, 1);
        }
    }
}
