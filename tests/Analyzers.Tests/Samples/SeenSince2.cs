using System.Collections.Concurrent;
using System.Net.Sockets;

// Programs of several domains that were not seen through at first.
namespace Samples.SeenSince2.D23
{
    // the player and room tables are touched only by the tick thread, which other threads reach through the command queue; every removal goes through Drop, which closes the link it looked up.


    public sealed class PlayerLink : IDisposable
    {
        private readonly TcpClient _client;

        public PlayerLink(TcpClient client) => _client = client;

        public bool Alive => _client.Connected;

        public void Send(ReadOnlySpan<byte> update)
        {
            try
            {
                _client.GetStream().Write(update);
            }
            catch (Exception ex) when (ex is IOException or InvalidOperationException)
            {
                _client.Close();
            }
        }

        public void Dispose() => _client.Dispose();
    }

    internal sealed class Player(int id, PlayerLink link)
    {
        public int Id { get; } = id;
        public PlayerLink Link { get; } = link;
        public Room? Room { get; set; }
    }

    internal sealed class Room(string name)
    {
        public string Name { get; } = name;
        public Dictionary<int, Player> Members { get; } = new();
        public long EmptySince { get; set; }
    }

    public sealed class World
    {
        private readonly ConcurrentQueue<Action> _commands = new();
        private readonly Dictionary<int, Player> _players = new();
        private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);
        private readonly Thread _thread;
        private volatile bool _stopping;
        private int _lastId;
        private long _tick;

        public World()
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "world tick" };
            _thread.Start();
        }

        public int Accept(TcpClient client, string room)
        {
            var id = Interlocked.Increment(ref _lastId);
            Post(() => Enter(id, client, room));
            return id;
        }

        public void Kick(int id) => Post(() => Drop(id));

        public void Stop()
        {
            _stopping = true;
            _thread.Join();

            // Commands that came too late still run here, after the last tick; Enter refuses newcomers by now.
            RunCommands();
        }

        private void Post(Action command)
        {
            _commands.Enqueue(command);
            Interlocked.MemoryBarrier();
            if (_stopping && !_thread.IsAlive)
                RunCommands();
        }

        private void Run()
        {
            while (!_stopping)
            {
                RunCommands();
                Tick();
                Thread.Sleep(50);
            }

            foreach (var player in _players.Values)
                player.Link.Dispose();
            _players.Clear();
            _rooms.Clear();
        }

        private void RunCommands()
        {
            while (_commands.TryDequeue(out var command))
                command();
        }

        private void Enter(int id, TcpClient client, string roomName)
        {
            if (_stopping)
            {
                client.Dispose();
                return;
            }

            if (!_rooms.TryGetValue(roomName, out var room))
            {
                room = new Room(roomName);
                _rooms[roomName] = room;
            }

            var player = new Player(id, new PlayerLink(client)) { Room = room };
            _players[id] = player;
            room.Members[id] = player;
        }

        private void Drop(int id)
        {
            if (!_players.TryGetValue(id, out var player))
                return;

            _players.Remove(id);
            player.Room?.Members.Remove(id);
            player.Link.Dispose();
        }

        private void Tick()
        {
            _tick++;
            var update = BitConverter.GetBytes(_tick);
            List<int>? dead = null;
            foreach (var player in _players.Values)
            {
                player.Link.Send(update);
                if (!player.Link.Alive)
                    (dead ??= new List<int>()).Add(player.Id);
            }

            foreach (var id in dead ?? [])
                Drop(id);

            foreach (var room in _rooms.Values.ToArray())
            {
                if (room.Members.Count > 0)
                    room.EmptySince = _tick;
                else if (_tick - room.EmptySince > 1200)
                    _rooms.Remove(room.Name);
            }
        }
    }
}

namespace Samples.SeenSince2.D38
{
    // real bug: the running mark of a job is taken back only when the job succeeds; a job that throws stays marked and is refused for ever after.


    public sealed record JobMark(string Name, DateTimeOffset Since);

    public sealed record JobResult(string Name, int Items, TimeSpan Took);

    public interface IJob
    {
        string Name { get; }

        Task<int> ExecuteAsync(CancellationToken token);
    }

    public sealed class ExpireFilesJob : IJob
    {
        private readonly string _directory;
        private readonly TimeSpan _age;

        public ExpireFilesJob(string directory, TimeSpan age)
        {
            _directory = directory;
            _age = age;
        }

        public string Name => "expire:" + _directory;

        public async Task<int> ExecuteAsync(CancellationToken token)
        {
            var limit = DateTime.UtcNow - _age;
            var count = 0;
            foreach (var path in Directory.EnumerateFiles(_directory))
            {
                token.ThrowIfCancellationRequested();
                if (File.GetLastWriteTimeUtc(path) >= limit)
                    continue;
                File.Delete(path);
                count++;
                await Task.Yield();
            }

            return count;
        }
    }

    public sealed class JobRunner
    {
        private readonly ConcurrentDictionary<string, JobMark> _running = new(StringComparer.Ordinal);
        private readonly TimeProvider _time;
        private int _completed;

        public JobRunner(TimeProvider time) => _time = time;

        public int Completed => Volatile.Read(ref _completed);

        public IReadOnlyList<JobMark> Running => _running.Values.OrderBy(m => m.Since).ToArray();

        public bool IsRunning(string name) => _running.ContainsKey(name);

        public async Task<JobResult?> RunAsync(IJob job, CancellationToken token)
        {
            var started = _time.GetTimestamp();
            var mark = new JobMark(job.Name, _time.GetUtcNow());
            if (!_running.TryAdd(job.Name, mark)) //! LEAK4001
                return null;

            var items = await job.ExecuteAsync(token).ConfigureAwait(false);

            _running.TryRemove(job.Name, out _);
            Interlocked.Increment(ref _completed);
            return new JobResult(job.Name, items, _time.GetElapsedTime(started));
        }

        public async Task<IReadOnlyList<JobResult>> RunAllAsync(IEnumerable<IJob> jobs, Action<string, Exception> failed, CancellationToken token)
        {
            var results = new List<JobResult>();
            foreach (var job in jobs)
            {
                try
                {
                    if (await RunAsync(job, token).ConfigureAwait(false) is { } result)
                        results.Add(result);
                }
                catch (Exception ex) when (ex is not OperationCanceledException)
                {
                    failed(job.Name, ex);
                }
            }

            return results;
        }
    }
}
