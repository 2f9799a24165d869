using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

// Collections that a helper makes and fills, entries around a resource that is made a line before; and the twins of what says that it has ended.
namespace Samples.MadeByHelpers
{
    public sealed class Shards(string directory) : IDisposable
    {
        private Timer[] _timers = Open(directory, 3);

        public void Repartition(int count)
        {
            _timers = Open(directory, count); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var timer in _timers)
                timer.Dispose();
            _timers = [];
        }

        private static Timer[] Open(string directory, int count)
        {
            var timers = new Timer[count];
            for (var i = 0; i < count; i++)
                timers[i] = One(i);
            return timers;

            Timer One(int index) => new(_ => Console.WriteLine(directory), null, 0, 1000 + index);
        }
    }

    public sealed class Listed(string directory) : IDisposable
    {
        private List<Timer> _timers = Open(directory, 3);

        public void Refill(int count) => _timers = Open(directory, count); //! LEAK1003

        public void Dispose()
        {
            foreach (var timer in _timers)
                timer.Dispose();
        }

        private static List<Timer> Open(string directory, int count)
        {
            var timers = new List<Timer>();
            for (var i = 0; i < count; i++)
                timers.Add(new Timer(_ => Console.WriteLine(directory), null, 0, 1000));
            return timers;
        }
    }

    public sealed record Job(string Name, Process Worker);

    public static class Jobs
    {
        private static readonly ConcurrentDictionary<string, Job> s_jobs = new();

        public static bool Launch(string name, ProcessStartInfo info)
        {
            var worker = Process.Start(info) ?? throw new InvalidOperationException(name);
            return s_jobs.TryAdd(name, new Job(name, worker)); //! LEAK1006
        }

        public static bool Kill(string name)
        {
            if (!s_jobs.TryRemove(name, out var job))
                return false;
            using (job.Worker)
                job.Worker.Kill(true);
            return true;
        }
    }

    // Here a failure says so as well, and leaves the socket open.
    public sealed class Driver : IDisposable
    {
        private Socket? _socket;

        public bool IsOpen { get; private set; }

        public void Open(Socket socket)
        {
            _socket = socket;
            IsOpen = true;
        }

        public void OnFailed() => IsOpen = false;

        public void Dispose()
        {
            _socket?.Dispose();
            IsOpen = false;
        }
    }

    public sealed class Connection : IDisposable
    {
        private Driver? _driver;

        public void Reopen(Socket socket)
        {
            if (_driver == null || !_driver.IsOpen)
                _driver = new Driver(); //! LEAK1001
            _driver.Open(socket);
        }

        public void Dispose() => _driver?.Dispose();
    }

    public sealed class Retry
    {
        public void Begin(Func<Task> attempt)
        {
            var isRunning = false;
            var timer = new System.Timers.Timer(1000);
            timer.Elapsed += (_, _) =>
            {
                if (isRunning)
                    Console.WriteLine("again");
                isRunning = true;
                attempt().Wait(); //! LEAK3001
                isRunning = false;
            };
            timer.Start();
        }
    }
}
