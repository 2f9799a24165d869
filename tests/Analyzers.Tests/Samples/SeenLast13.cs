using System.Data.Common;
using System.IO.MemoryMappedFiles;
using System.Net.Sockets;
using System.Text;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast13.B39
{
        public enum ConnectionState
        {
            Closed,
            Open
        }

        public sealed class StompConnection : IDisposable
        {
            private readonly object m_lock = new object();
            private readonly string m_host;
            private readonly int m_port;
            private readonly Dictionary<string, FileStream> m_spools = new Dictionary<string, FileStream>();
            private Socket? m_socket;
            private ConnectionState m_state;
            private bool m_disposed;

            public StompConnection(string host, int port)
            {
                m_host = host;
                m_port = port;
            }

            public bool IsOpen
            {
                get { lock (m_lock) { return m_state == ConnectionState.Open; } }
            }

            public void Open()
            {
                lock (m_lock)
                {
                    if (m_state == ConnectionState.Open)
                        throw new InvalidOperationException("The connection is already open.");
                    Reconnect();
                }
            }

            public void Publish(string destination, string body)
            {
                lock (m_lock)
                {
                    try
                    {
                        SendFrame(destination, body);
                    }
                    catch (SocketException)
                    {
                        Reconnect();
                        SendFrame(destination, body);
                    }
                }
            }

            public void AssignSpool(string destination, string path)
            {
                lock (m_lock)
                {
                    if (m_disposed) throw new ObjectDisposedException(nameof(StompConnection));
                    m_spools[destination] = new FileStream(path, FileMode.Append, FileAccess.Write); //! LEAK1001
                }
            }

            private void Reconnect()
            {
                if (m_disposed) throw new ObjectDisposedException(nameof(StompConnection));
                m_state = ConnectionState.Closed;
                m_socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1001
                m_socket.Connect(m_host, m_port);
                m_socket.Send(Encoding.ASCII.GetBytes("CONNECT\naccept-version:1.2\n\n\0"));
                m_state = ConnectionState.Open;
            }

            private void SendFrame(string destination, string body)
            {
                if (m_socket == null) throw new InvalidOperationException("Not connected.");
                byte[] frame = Encoding.UTF8.GetBytes("SEND\ndestination:" + destination + "\n\n" + body + "\0");
                FileStream? spool;
                if (m_spools.TryGetValue(destination, out spool))
                    spool.Write(frame, 0, frame.Length);
                m_socket.Send(frame);
            }

            public void Dispose()
            {
                lock (m_lock)
                {
                    m_disposed = true;
                    m_state = ConnectionState.Closed;
                    if (m_socket != null)
                        m_socket.Dispose();
                    foreach (FileStream spool in m_spools.Values)
                        spool.Dispose(); //! LEAK1013
                    m_spools.Clear();
                }
            }
        }
}

namespace Samples.SeenLast13.B40
{
        public sealed class TileCache : IDisposable
        {
            private sealed class Tile
            {
                public Tile(long key, MemoryMappedFile file, long size)
                {
                    Key = key;
                    File = file;
                    Size = size;
                }

                public long Key { get; }
                public MemoryMappedFile File { get; }
                public long Size { get; }
                public long Stamp { get; set; }
            }

            private readonly object _gate = new object();
            private readonly Dictionary<long, Tile> _tiles = new Dictionary<long, Tile>();
            private readonly string _folder;
            private readonly long _capacity;
            private long _size;
            private long _clock;
            private bool _closed;

            public TileCache(string folder, long bytes)
            {
                _folder = folder;
                _capacity = bytes;
            }

            public int Evictions { get; private set; }

            public int ReadFirst(int x, int y)
            {
                long key = ((long)x << 32) | (uint)y;
                lock (_gate)
                {
                    if (_closed) throw new ObjectDisposedException(nameof(TileCache));
                    if (!_tiles.TryGetValue(key, out Tile? tile))
                    {
                        string path = Path.Combine(_folder, x + "_" + y + ".tile");
                        long size = new FileInfo(path).Length;
                        MakeRoom(size);
                        tile = new Tile(key, MemoryMappedFile.CreateFromFile(path, FileMode.Open), size);
                        _tiles.Add(key, tile);
                        _size += size;
                    }
                    tile.Stamp = ++_clock;
                    using (MemoryMappedViewAccessor view = tile.File.CreateViewAccessor())
                        return view.ReadInt32(0);
                }
            }

            private void MakeRoom(long needed)
            {
                while (_size + needed > _capacity && _tiles.Count > 0)
                {
                    long oldestKey = 0, oldestStamp = long.MaxValue, oldestSize = 0;
                    foreach (KeyValuePair<long, Tile> pair in _tiles)
                    {
                        if (pair.Value.Stamp >= oldestStamp)
                            continue;
                        oldestKey = pair.Key;
                        oldestStamp = pair.Value.Stamp;
                        oldestSize = pair.Value.Size;
                    }
                    _tiles.Remove(oldestKey); //! LEAK1002
                    _size -= oldestSize;
                    Evictions++;
                }
            }

            public bool Invalidate(int x, int y)
            {
                lock (_gate)
                {
                    if (!_tiles.Remove(((long)x << 32) | (uint)y, out Tile? tile))
                        return false;
                    _size -= tile.Size;
                    tile.File.Dispose();
                    return true;
                }
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                    foreach (Tile tile in _tiles.Values)
                        tile.File.Dispose();
                    _tiles.Clear();
                }
            }
        }
}

namespace Samples.SeenLast13.B41
{
        public abstract class AbstractBatcher : IDisposable
        {
            private readonly DbConnection connection;
            private bool isClosed;

            protected AbstractBatcher(DbConnection connection)
            {
                this.connection = connection ?? throw new ArgumentNullException(nameof(connection));
            }

            protected DbCommand CreateCommand(string sql)
            {
                if (isClosed) throw new ObjectDisposedException(GetType().Name);
                DbCommand cmd = connection.CreateCommand();
                cmd.CommandText = sql;
                return cmd;
            }

            protected abstract void CloseCommands();

            public void Dispose()
            {
                if (isClosed) return;
                isClosed = true;
                CloseCommands();
            }
        }

        public sealed class SetBasedBatcher : AbstractBatcher
        {
            private readonly List<DbCommand> batch = new List<DbCommand>();
            private readonly int batchSize;
            private int totalExpected;

            public SetBasedBatcher(DbConnection connection, int batchSize)
                : base(connection)
            {
                this.batchSize = batchSize;
            }

            public int Pending { get { return batch.Count; } }

            public void AddToBatch(string sql, int expectedRows)
            {
                DbCommand command = CreateCommand(sql);
                totalExpected += expectedRows;
                batch.Add(command);
                if (batch.Count >= batchSize)
                    ExecuteBatch();
            }

            public void UndoLast(int expectedRows)
            {
                if (batch.Count == 0)
                    return;
                totalExpected -= expectedRows;
                batch.RemoveAt(batch.Count - 1); //! LEAK1002
            }

            public void ExecuteBatch()
            {
                if (batch.Count == 0)
                    return;
                int affected = 0;
                try
                {
                    foreach (DbCommand cmd in batch)
                        affected += cmd.ExecuteNonQuery();
                }
                finally
                {
                    CloseCommands();
                }

                int expected = totalExpected;
                totalExpected = 0;
                if (affected != expected)
                    throw new InvalidOperationException("Batch update returned " + affected + " rows, expected " + expected + ".");
            }

            public void AbortBatch()
            {
                batch.Clear(); //! LEAK1003
                totalExpected = 0;
            }

            protected override void CloseCommands()
            {
                foreach (DbCommand cmd in batch)
                {
                    try { cmd.Dispose(); }
                    catch (DbException) { }
                }
                batch.Clear();
            }
        }
}
